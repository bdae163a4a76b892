namespace ApiSnoop.Web.Hosting;

/// <summary>The status code of a page that has its own words for it.</summary>
internal static class StatusOfPage
{
    static readonly object s_key = new();

    /// <summary>Answers with a status when the page is sent. Set at once it would make the framework throw the page away
    /// for its general one.</summary>
    public static void AnswerWith(this HttpContext context, int status)
    {
        var isFirst = !context.Items.ContainsKey(s_key);
        context.Items[s_key] = status;
        if (!isFirst) return;
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = context.PageStatus();
            return Task.CompletedTask;
        });
    }

    /// <summary>Takes back what a page has said of its status, as it is rendered anew.</summary>
    public static void ForgetStatus(this HttpContext context)
    {
        if (context.Items.ContainsKey(s_key)) context.Items[s_key] = StatusCodes.Status200OK;
    }

    /// <summary>The status that a page will be sent with.</summary>
    public static int PageStatus(this HttpContext context) => context.Items[s_key] as int? ?? context.Response.StatusCode;
}
