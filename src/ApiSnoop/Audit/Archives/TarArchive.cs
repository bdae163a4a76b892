using System.Formats.Tar;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Archives;

/// <summary>
/// The logs in a tar archive, compressed or not. A compressed archive can only be read from its start, so places that were
/// reached are kept: members that are opened in order cost one pass, and several threads can each have their own place.
/// </summary>
/// <param name="name">What the user knows it by.</param>
/// <param name="open">Opens it, decompressed.</param>
internal sealed class TarArchive(string name, Func<Stream> open) : IDisposable
{
    readonly List<LogInput> _members = [];
    readonly List<(long At, long Length)> _ranges = [];
    readonly List<TarPlace> _idle = [];
    FileStream? _aside;

    /// <summary>Why the archive ended early, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Every regular file in the archive that is not hidden, in its order.</summary>
    /// <param name="hashed">Whether their bytes are hashed as they are read.</param>
    public IReadOnlyList<LogInput> Members(bool hashed)
    {
        GoThrough((entry, log) =>
        {
            var index = _members.Count;
            _ranges.Add((entry.DataOffset, entry.Length));
            _members.Add(
                new LogInput(
                    $"{name}!{entry.Name}", entry.Length, () => Open(index))
                { IsHashed = hashed, StartsAt = FirstEventTime.Of(log) });
        });
        return _members;
    }

    /// <summary>
    /// Makes ready for reading inputs in an order. A compressed archive would be gone through anew at each step back, so one
    /// with several of them is unpacked once, to a temporary file.
    /// </summary>
    /// <returns>A sentence for the user when that cannot be done, or null.</returns>
    public string? MakeReadyFor(IReadOnlyList<LogInput> order, CancellationToken cancelled)
    {
        if (CanBeSought || StepsBack(order) < 2) return null;
        try
        {
            if (TemporaryFile.Room > _members.Sum(m => m.Length + TarHeader.Length))
            {
                Unpack(cancelled);
                return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else needed the room, or the folder is not ours to write to.
        }

        return $"{name}: its logs are not in the order of time, and it cannot be unpacked to {TemporaryFile.Folder}, so reading it took "
            + $"longer.";
    }

    public void Dispose()
    {
        DisposePlaces();
        _aside?.Dispose();
    }

    bool CanBeSought => _ranges.TrueForAll(r => r.At >= 0);

    int StepsBack(IReadOnlyList<LogInput> order)
    {
        var index = _members.Index().ToDictionary(m => m.Item, m => m.Index);
        var steps = 0;
        var last = -1;
        foreach (var input in order)
        {
            if (!index.TryGetValue(input, out var at)) continue;
            if (at < last) steps++;
            last = at;
        }

        return steps;
    }

    void Unpack(CancellationToken cancelled)
    {
        using (var archive = new LogStream(open(), hash: false)) _aside = TemporaryFile.Of(archive, cancelled);
        DisposePlaces();
        _ranges.Clear();
        GoThrough((entry, _) => _ranges.Add((entry.DataOffset, entry.Length)));
    }

    void GoThrough(Action<TarEntry, Stream> visit)
    {
        using var place = NewPlace();
        try
        {
            while (place.Next() is { } entry) visit(entry, place.Current);
        }
        catch (Exception e) when (LogStream.IsDamage(e) || e is FormatException)
        {
            Damage = LogStream.Describe(e);
        }
    }

    Stream Open(int index)
    {
        if (!CanBeSought) return OpenFromPlace(index);
        var (at, length) = _ranges[index];
        var archive = OpenArchive();
        archive.Position = at;
        return new TarRangeStream(archive, length);
    }

    TarMemberStream OpenFromPlace(int index)
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

    TarPlace NewPlace() => new(OpenArchive());

    Stream OpenArchive() => _aside is null ? open() : TemporaryFile.Reopen(_aside);

    void DisposePlaces()
    {
        lock (_idle)
        {
            _idle.ForEach(p => p.Dispose());
            _idle.Clear();
        }
    }
}
