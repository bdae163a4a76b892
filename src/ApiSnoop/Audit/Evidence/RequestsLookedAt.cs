using System.Text;
using ApiSnoop.Audit.Reading;

namespace ApiSnoop.Audit.Evidence;

/// <summary>The distinct verbs and paths in a piece of a log, found by their keys without reading the events.</summary>
internal sealed class RequestsLookedAt
{
    /// <summary>Enough to tell two releases apart.</summary>
    const int Most = 50_000;

    /// <summary>How far behind the URI the verb may stand, in bytes; servers write it next.</summary>
    const int VerbWithin = 64;

    readonly Dictionary<(string Verb, string Path), long> _counts = [];

    /// <summary>How many events told of each.</summary>
    public IReadOnlyDictionary<(string Verb, string Path), long> Counts => _counts;

    /// <summary>Looks through a piece of a log.</summary>
    /// <returns>How many distinct ones there are so far.</returns>
    public int Look(ReadOnlySpan<byte> log)
    {
        var key = "equestURI"u8;
        for (var at = log.IndexOf(key); at >= 0 && _counts.Count < Most; at = log.IndexOf(key))
        {
            log = log[(at + key.Length)..];
            var uri = JsonGlance.TextAfterKey(log);
            if (uri.IsEmpty || uri[0] != '/') continue;
            var behind = log[log.IndexOf(uri)..][uri.Length..];
            var verbAt = behind[..Math.Min(VerbWithin, behind.Length)].IndexOf("verb"u8);
            if (verbAt < 0) continue;
            var query = uri.IndexOf((byte)'?');
            Count(JsonGlance.TextAfterKey(behind[(verbAt + 4)..]), query < 0 ? uri : uri[..query]);
        }

        return _counts.Count;
    }

    void Count(ReadOnlySpan<byte> verb, ReadOnlySpan<byte> path)
    {
        var request = (Encoding.UTF8.GetString(verb), Encoding.UTF8.GetString(path));
        _counts[request] = _counts.GetValueOrDefault(request) + 1;
    }
}
