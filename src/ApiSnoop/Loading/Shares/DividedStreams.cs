using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Recording;

namespace ApiSnoop.Loading.Shares;

/// <summary>
/// The log streams of a load, dealt out to its loaders. All see the same streams and deal alike, so they need not talk; what they saw is
/// written down, so that it shows if one saw others.
/// </summary>
/// <param name="inputs">All inputs of the load.</param>
internal sealed class DividedStreams(IReadOnlyList<LogInput> inputs)
{
    readonly ImmutableArray<string> _streams =
        [.. inputs.Select(i => StreamName.Of(i.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How many streams there are.</summary>
    public int Count => _streams.Length;

    /// <summary>Tells these streams from others.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', _streams))).AsSpan(0, 8));

    /// <summary>The inputs of one loader: those of every so-manieth stream.</summary>
    public IReadOnlyList<LogInput> Of(Share share) =>
        [.. inputs.Where(i => _streams.BinarySearch(StreamName.Of(i.Name), StringComparer.Ordinal) % share.Of == share.Number - 1)];
}
