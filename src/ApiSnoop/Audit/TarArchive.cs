using System.Formats.Tar;

namespace ApiSnoop.Audit;

/// <summary>
/// The logs in a tar archive, compressed or not. A compressed archive can only be read from its start, so places that were
/// reached are kept: members that are opened in order cost one pass, and several threads can each have their own place.
/// </summary>
/// <param name="name">What the user knows it by.</param>
/// <param name="open">Opens it, decompressed.</param>
internal sealed class TarArchive(string name, Func<Stream> open) : IDisposable
{
    readonly List<TarPlace> _idle = [];

    /// <summary>Why the archive ended early, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Every regular file in the archive that is not hidden, in its order.</summary>
    /// <param name="hashed">Whether their bytes are hashed as they are read.</param>
    public List<LogInput> Members(bool hashed)
    {
        var members = new List<LogInput>();
        using var place = NewPlace();
        try
        {
            while (place.Next() is { } entry) members.Add(Member(entry, members.Count, hashed));
        }
        catch (Exception e) when (LogStream.IsDamage(e) || e is FormatException)
        {
            Damage = LogStream.Describe(e);
        }

        return members;
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _idle.ForEach(p => p.Dispose());
            _idle.Clear();
        }
    }

    LogInput Member(TarEntry entry, int index, bool hashed) => new($"{name}!{entry.Name}", entry.Length, () => Open(index)) { IsHashed = hashed };

    TarMemberStream Open(int index)
    {
        var place = Take(index) ?? NewPlace();
        try
        {
            while (place.Index < index && place.Next() is not null)
            {
            }
        }
        catch (FormatException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        return new TarMemberStream(place.Current, () => Keep(place));
    }

    /// <summary>The kept place that is nearest in front of a member.</summary>
    TarPlace? Take(int index)
    {
        lock (_idle)
        {
            var nearest = _idle.Where(p => p.Index < index).MaxBy(p => p.Index);
            if (nearest is not null) _idle.Remove(nearest);
            return nearest;
        }
    }

    void Keep(TarPlace place)
    {
        lock (_idle) _idle.Add(place);
    }

    TarPlace NewPlace() => new(open());
}
