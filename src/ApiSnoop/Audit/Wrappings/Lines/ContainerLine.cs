namespace ApiSnoop.Audit.Wrappings.Lines;

/// <summary>
/// A line of a container's log as containerd and CRI-O write it: a time, <c>stdout</c> or <c>stderr</c>, a tag that tells a whole line or a
/// piece of one, and the text.
/// </summary>
/// <remarks>Source: the CRI logging format of Kubernetes, pkg/kubelet/kuberuntime/logs.</remarks>
internal readonly ref struct ContainerLine
{
    // What stands before the time, such as a pod's name, is not longer.
    const int LongestHead = 512;

    /// <summary>What tells lines of one stream from others: what stands before the time, and the stream's name.</summary>
    public ulong StreamKey { get; private init; }

    /// <summary>Whether the line goes on.</summary>
    public bool IsPiece { get; private init; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Reads a line.</summary>
    /// <returns>False when it is none of a container's log.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ContainerLine read)
    {
        read = default;
        var head = line[..Math.Min(LongestHead, line.Length)];
        var at = head.IndexOf(" std"u8);
        if (at < 0) return false;
        var rest = line[(at + 1)..];
        if (!rest.StartsWith("stdout "u8) && !rest.StartsWith("stderr "u8)) return false;
        var start = head[..at].LastIndexOf((byte)' ') + 1;
        if (!LinePrefix.IsTime(head[start..at]) || rest.Length < 8) return false;
        var tags = rest[7..];
        if (tags[0] is not ((byte)'P' or (byte)'F')) return false;
        if (tags.Length > 1 && tags[1] is not ((byte)' ' or (byte)':')) return false;
        var end = tags.IndexOf((byte)' ');
        read = new ContainerLine
        {
            IsPiece = tags[0] == 'P',
            StreamKey = ByteHash.Mix(ByteHash.Of(head[..start]), rest[3]),
            Text = end < 0 ? [] : tags[(end + 1)..],
        };
        return true;
    }
}
