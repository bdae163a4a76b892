namespace ApiSnoop.Web.Hosting;

/// <summary>The status code of a page that has its own words for it.</summary>
internal static class StatusOfPage
{
    static readonly object s_key = new();

    /// <summary>Answers with a status when the page is sent. Set at once it would make the framework throw the page away
    /// for its general one.</summary>
    public static void AnswerWith(this HttpContext context, int status)
    {
        context.Items[s_key] = status;
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    /// <summary>The status that a page will be sent with.</summary>
    public static int PageStatus(this HttpContext context) => context.Items[s_key] as int? ?? context.Response.StatusCode;
}
