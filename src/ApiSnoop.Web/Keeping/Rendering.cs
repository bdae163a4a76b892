namespace ApiSnoop.Web.Keeping;

/// <summary>A page that is being rendered by the first who asked for it, and awaited by the others.</summary>
/// <param name="Page">Which page it is.</param>
/// <param name="Begun">When it was begun, as a timestamp of the clock.</param>
internal sealed record Rendering(PageOfState Page, long Begun)
{
    readonly TaskCompletionSource<RenderedPage?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The page; null where its answer is not for everybody. Cancelled when it came to nothing.</summary>
    public Task<RenderedPage?> End => _end.Task;

    /// <summary>The same page as it was before something changed; null where it was not kept.</summary>
    public PageBefore? Before { get; init; }

    /// <summary>Tells those who wait.</summary>
    public void Finish(RenderedPage? page) => _end.SetResult(page);

    /// <summary>Tells those who wait that it came to nothing.</summary>
    public void Fail() => _end.SetCanceled();
}
