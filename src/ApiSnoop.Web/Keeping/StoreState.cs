namespace ApiSnoop.Web.Keeping;

/// <summary>What pages are made from, as one look found it.</summary>
/// <param name="Number">Grows with each change that was found.</param>
/// <param name="Hash">Tells this state from every other one, after a restart too.</param>
internal sealed record StoreState(long Number, string Hash);
