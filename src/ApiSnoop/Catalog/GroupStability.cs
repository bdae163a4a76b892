namespace ApiSnoop.Catalog;

/// <summary>The most stable version that each group serves in one release.</summary>
sealed class GroupStability
{
    // Levels as numbers: the runtime ships this dictionary compiled, which start-up notices.
    readonly Dictionary<string, int> _best = new(64, StringComparer.Ordinal);

    /// <summary>Remembers the version that an operation is served at.</summary>
    public void Note(Operation operation)
    {
        if (operation.Group.Length == 0 || operation.Version.Length == 0) return;
        var level = (int)Stability.OfVersion(operation.Version);
        if (!_best.TryGetValue(operation.Group, out var known) || level < known) _best[operation.Group] = level;
    }

    /// <summary>The level of an operation, once all operations of the release have been noted.</summary>
    public Level LevelOf(Operation operation)
    {
        if (operation.Version.Length > 0 || operation.Group.Length == 0) return Stability.OfVersion(operation.Version);
        return _best.TryGetValue(operation.Group, out var best) ? (Level)best : Level.Stable;
    }
}
