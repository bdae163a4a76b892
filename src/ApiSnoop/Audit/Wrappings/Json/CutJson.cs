namespace ApiSnoop.Audit.Wrappings.Json;

/// <summary>Makes JSON that was cut off whole as far as it goes: up to its last whole value, with what is open closed.</summary>
internal sealed class CutJson
{
    readonly JsonGrammar _grammar = new();
    byte[] _bytes = [];

    /// <summary>Where the text begins that the cut is in, behind its quote; -1 if it is elsewhere.</summary>
    public int OpenText => _grammar.OpenText;

    /// <summary>The JSON made whole, valid until the next call; empty if nothing of it can be read.</summary>
    public ReadOnlySpan<byte> Close(ReadOnlySpan<byte> text)
    {
        _grammar.Read(text, out _);
        var safe = _grammar.SafeLength;
        if (safe == 0) return [];
        var closers = _grammar.Closers;
        if (_bytes.Length < safe + closers.Length) _bytes = new byte[Math.Max(safe + closers.Length, _bytes.Length * 2)];
        text[..safe].CopyTo(_bytes);
        for (var i = 0; i < closers.Length; i++) _bytes[safe + i] = closers[closers.Length - 1 - i];
        return _bytes.AsSpan(0, safe + closers.Length);
    }
}
