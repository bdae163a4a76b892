namespace ApiSnoop.Audit.Wrappings.Lines;

/// <summary>What stands before the JSON on a line.</summary>
internal static class LinePrefix
{
    /// <summary>Whether a word is a date with a time, as RFC 3339 has them.</summary>
    public static bool IsTime(ReadOnlySpan<byte> word) =>
        word.Length >= 19 && word[4] == '-' && word[7] == '-' && word[10] is (byte)'T' or (byte)'t' && word[13] == ':';

    /// <summary>
    /// The log stream that <c>aws logs tail</c> puts behind the time; nothing on other lines. EKS names its streams by component.
    /// </summary>
    public static ReadOnlySpan<byte> CloudWatchStream(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)' ');
        if (first < 0 || !IsTime(line[..first])) return [];
        var rest = line[(first + 1)..];
        var end = rest.IndexOf((byte)' ');
        var stream = end < 0 ? rest : rest[..end];
        return IsStreamOfEks(stream) ? stream : [];
    }

    static bool IsStreamOfEks(ReadOnlySpan<byte> name) =>
        name.Length > 32 && (name.StartsWith("kube-"u8) || name.StartsWith("authenticator-"u8) || name.StartsWith("cloud-controller-"u8));
}
