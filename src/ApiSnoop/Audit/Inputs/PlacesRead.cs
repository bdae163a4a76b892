namespace ApiSnoop.Audit.Inputs;

/// <summary>Sees to it that no place is read twice in a load, which would be counted twice.</summary>
internal sealed class PlacesRead(LogInputSet found)
{
    readonly HashSet<string> _places = new(StringComparer.Ordinal);

    /// <summary>Whether a place is new; if not, the user is told.</summary>
    public bool IsNew(string place, string argument)
    {
        if (_places.Add(place)) return true;
        found.Note($"{argument} was given more than once and is read once.");
        return false;
    }
}
