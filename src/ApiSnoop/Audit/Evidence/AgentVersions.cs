using System.Buffers;
using System.Globalization;
using System.Text;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Catalog;

namespace ApiSnoop.Audit.Evidence;

/// <summary>Counts the user agents of Kubernetes' own programs by program and version.</summary>
internal sealed class AgentVersions
{
    /// <summary>As much of a user agent, its key included, as can matter.</summary>
    public const int LongestAgent = 256;

    /// <summary>
    /// The programs from the strongest evidence to the weakest: what is the API server, what must fit it closely, what may
    /// lag behind.
    /// </summary>
    static readonly string[] s_programs =
        ["kube-apiserver", "hyperkube", "kube-controller-manager", "kube-scheduler", "k3s", "kubelite", "kubelet", "kube-proxy", "e2e.test",
            WeakProgram];

    /// <summary>A version is shown to the user as it is, so nothing else may be in it.</summary>
    static readonly SearchValues<char> s_versionCharacters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-_~");

    const string WeakProgram = "kubectl";
    const int MostOthersSaid = 5;

    readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _countsBySpan;
    long _looked;

    public AgentVersions() => _countsBySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a version was found.</summary>
    public bool Any => _counts.Count > 0;

    /// <summary>Looks through a piece of a log.</summary>
    /// <returns>How many user agents were looked at so far.</returns>
    public long Look(ReadOnlySpan<byte> log)
    {
        // Exports write the key as userAgent, UserAgent or callerSuppliedUserAgent.
        var key = "serAgent"u8;
        for (var at = log.IndexOf(key); at >= 0; at = log.IndexOf(key))
        {
            log = log[(at + key.Length)..];
            var agent = JsonGlance.TextAfterKey(log[..Math.Min(LongestAgent, log.Length)], mayBeCut: true);
            if (agent.IsEmpty) continue;
            _looked++;
            Count(agent);
        }

        return _looked;
    }

    /// <summary>What the counts say.</summary>
    public ReleaseEvidence Conclude()
    {
        foreach (var program in s_programs)
        {
            var versions = VersionsOf(program);
            if (versions.Count == 0) continue;
            var strength = program == WeakProgram ? EvidenceStrength.Weak : EvidenceStrength.Strong;
            return new ReleaseEvidence(versions[0].Release, strength, Sentence(versions, strength))
            {
                Seen = [.. versions.Select(v => v.Release).Distinct()],
            };
        }

        return new ReleaseEvidence(
            null, EvidenceStrength.None,
                string.Create(CultureInfo.InvariantCulture, $"none of {_looked:N0} user agents looked at names a Kubernetes version"));
    }

    /// <summary>Counts one user agent, if it is of a program that tells.</summary>
    public void Count(ReadOnlySpan<byte> agent)
    {
        var end = agent.IndexOf((byte)' ');
        if (end >= 0) agent = agent[..end];
        var slash = agent.IndexOf((byte)'/');
        if (slash <= 0 || agent.Length > LongestAgent / 2) return;
        Span<char> text = stackalloc char[agent.Length];
        text = text[..Encoding.Latin1.GetChars(agent, text)];
        if (_countsBySpan.TryGetValue(text, out var count)) _countsBySpan[text] = count + 1;
        else if (IsKnown(text[..slash]) && IsRelease(text[(slash + 1)..])) _countsBySpan[text] = 1;
    }

    /// <summary>
    /// The versions of a program: those of the release that most events named first, and of a release the newest patch.
    /// </summary>
    List<ProgramVersion> VersionsOf(string program)
    {
        var versions = new List<ProgramVersion>();
        foreach (var agent in _counts.Keys)
            if (agent.StartsWith(program + "/", StringComparison.Ordinal))
                versions.Add(new ProgramVersion(program, agent[(program.Length + 1)..], _counts[agent]));
        var events = versions.GroupBy(v => v.Release).ToDictionary(g => g.Key, g => g.Sum(v => v.Count));
        return [.. versions.OrderByDescending(v => events[v.Release]).ThenByDescending(v => v)];
    }

    static bool IsKnown(ReadOnlySpan<char> program)
    {
        foreach (var known in s_programs)
            if (program.SequenceEqual(known)) return true;
        return false;
    }

    /// <summary>Builds without a version call themselves v0.0.0.</summary>
    static bool IsRelease(ReadOnlySpan<char> version) =>
        !version.ContainsAnyExcept(s_versionCharacters) && ReleaseVersion.TryParse(version.ToString(), out var release)
            && release.Major > 0;

    string Sentence(List<ProgramVersion> versions, EvidenceStrength strength)
    {
        var best = versions[0];
        var sentence =
            string.Create(
                CultureInfo.InvariantCulture, $"{best.Program} {best.Version} ({best.Count:N0} of {_looked:N0} user agents looked at)");
        var others = versions.Skip(1).Take(MostOthersSaid)
            .Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Version} ({v.Count:N0})"));
        if (versions.Count > 1) sentence += "; also " + string.Join(", ", others);
        if (versions.Count - 1 > MostOthersSaid)
            sentence += string.Create(CultureInfo.InvariantCulture, $" and {versions.Count - 1 - MostOthersSaid:N0} more versions");
        return strength == EvidenceStrength.Weak ? sentence + "; a client's version may differ from the cluster's" : sentence;
    }
}
