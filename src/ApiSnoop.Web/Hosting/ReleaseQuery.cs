using ApiSnoop.Catalog;

namespace ApiSnoop.Web.Hosting;

/// <summary>The release is a part of the path; a form can only write it into the query, from where it is led on.</summary>
internal static class ReleaseQuery
{
    const string Coverage = "/e2e";

    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path != Coverage || !context.Request.Query.ContainsKey("release"))
            return next(context);
        var rest = QueryString.Create(context.Request.Query.Where(q => q.Key != "release"));
        var wanted = context.Request.Query["release"].ToString();
        context.Response.Redirect(
            ReleaseVersion.TryParse(wanted, out var release) ? $"/releases/{release}{Coverage}{rest}" : Coverage + rest);
        return Task.CompletedTask;
    }
}
