namespace ApiSnoop.Web.Keeping;

/// <summary>A page of one state of the store.</summary>
/// <param name="Address">The page.</param>
/// <param name="Stamp">Tells all that it is made from; two states between which nothing of that changed have the same.</param>
/// <param name="Number">The number of the state.</param>
internal sealed record PageOfState(string Address, string Stamp, long Number)
{
    /// <summary>Whether it will do for who asks for the page of another state: it is made from the same, or from what is newer.</summary>
    public bool WillDoFor(PageOfState asked) => Number >= asked.Number || Stamp == asked.Stamp;
}
