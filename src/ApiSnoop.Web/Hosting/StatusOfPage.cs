namespace ApiSnoop.Web.Hosting;

/// <summary>The status code of a page that has its own words for it.</summary>
internal static class StatusOfPage
{
    /// <summary>Answers with a status when the page is sent. Set at once it would make the framework throw the page away
    /// for its general one.</summary>
    public static void AnswerWith(this HttpContext context, int status) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
