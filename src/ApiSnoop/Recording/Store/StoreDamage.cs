namespace ApiSnoop.Recording.Store;

/// <summary>A recording in the store that cannot be read.</summary>
/// <param name="Folder">Full path of its folder.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record StoreDamage(string Folder, string Reason);
