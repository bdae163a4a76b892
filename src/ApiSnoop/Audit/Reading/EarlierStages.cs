using System.Runtime.CompilerServices;

namespace ApiSnoop.Audit.Reading;

/// <summary>
/// What the first stages of requests said, for as long as their bytes stay in place. A later stage says the same of its
/// request, byte for byte: to compare is faster than to read it once more.
/// </summary>
internal sealed unsafe class EarlierStages
{
    /// <summary>How many requests are told apart; a power of two. Few are in flight between two stages of one.</summary>
    const int Kept = 256;

    readonly EarlierStage[] _met = new EarlierStage[Kept];

    /// <summary>Forgets all, as the bytes are about to change.</summary>
    public void Clear() => Array.Clear(_met);

    /// <summary>Where an event of the same request is, was or will be. Whether it says the same is for the caller to compare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref EarlierStage PlaceOf(ByteView auditId) =>
        ref _met[auditId.Length < sizeof(uint) ? 0 : (int)(Unsafe.ReadUnaligned<uint>(auditId.Start) * 0x9E3779B1u >> 24)];
}

/// <summary>The part of an event that is the same for all stages of a request, and what it was read as.</summary>
internal unsafe struct EarlierStage
{
    public ByteView Told;
    public ByteView RequestUri;
    public UriHash Uri;
    public ByteView Verb;
    public ByteView UserName;
    public ByteView Impersonated;
    public ByteView UserAgent;
    public ByteView Namespace;

    /// <summary>Whether the same bytes stand at <paramref name="q"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool StandsAt(byte* q, byte* end) =>
        Told.Length > 0 && Told.Length <= end - q && new ReadOnlySpan<byte>(q, Told.Length).SequenceEqual(Told.Span);
}
