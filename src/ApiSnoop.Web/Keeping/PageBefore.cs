namespace ApiSnoop.Web.Keeping;

/// <summary>A page that the store has changed since.</summary>
/// <param name="Page">The page.</param>
/// <param name="TrueAt">When it was last known to say what the store held, as a timestamp of the clock.</param>
internal sealed record PageBefore(RenderedPage Page, long TrueAt);
