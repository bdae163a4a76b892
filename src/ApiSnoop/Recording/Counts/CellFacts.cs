namespace ApiSnoop.Recording.Counts;

/// <summary>
/// The combination that a request is counted in, packed into two numbers: 24 bits for the target, 20 each for user agent, user,
/// impersonator and namespace, 10 for the code, 8 for the verb and 6 for the deprecation. The tables of a load stay below these limits.
/// </summary>
internal readonly struct CellFacts
{
    const ulong Twenty = (1 << 20) - 1;

    public CellFacts(int target, int agent, int user, int impersonator, int nameSpace, short verb, short code, byte deprecation)
    {
        High = (ulong)(uint)target << 40 | (ulong)(uint)agent << 20 | (uint)impersonator;
        Low = (ulong)(uint)user << 44 | (ulong)(uint)nameSpace << 24 | (ulong)(ushort)verb << 16 | (ulong)(deprecation & 63u) << 10
            | (uint)(code & 0x3FF);
    }

    public CellFacts(ulong high, ulong low) => (High, Low) = (high, low);

    public ulong High { get; }

    public ulong Low { get; }

    public int Target => (int)(High >> 40);

    public int Agent => (int)(High >> 20 & Twenty);

    public int Impersonator => (int)(High & Twenty);

    public int User => (int)(Low >> 44);

    public int Namespace => (int)(Low >> 24 & Twenty);

    public short Verb => (short)(Low >> 16 & 0xFF);

    public byte Deprecation => (byte)(Low >> 10 & 63);

    public short Code => (short)(Low & 0x3FF);
}
