namespace ApiSnoop.Audit.Wrappings;

/// <content>Lines, and what stands between records.</content>
internal sealed partial class RecordWalker
{
    void Line()
    {
        int end;
        while ((end = window.Rest.IndexOf((byte)'\n')) < 0 && window.More())
        {
        }

        if (end < 0 && !window.Ended)
        {
            SkipLongLine();
            return;
        }

        var line = end < 0 ? window.Rest : window.Rest[..end];
        // The end of a head may be in the middle of a line.
        if (end >= 0 || !IsHead) search.Line(line, via);
        window.Take(line.Length);
    }

    void SkipLongLine()
    {
        findings.Trouble(output.LineFeeds + 1, $"longer than {window.Rest.Length >> 20} MiB");
        _open.Clear();
        do
        {
            var end = window.Rest.IndexOf((byte)'\n');
            window.Take(end < 0 ? window.Rest.Length : end);
            if (end >= 0) return;
        }
        while (window.More());
    }

    bool SkipBetween()
    {
        while (true)
        {
            var blanks = window.Rest.IndexOfAnyExcept(s_between);
            window.Take(blanks < 0 ? window.Rest.Length : blanks);
            if (blanks >= 0 && !window.Rest.StartsWith("\uFEFF"u8)) return true;
            if (blanks >= 0) window.Take(3);
            else if (!window.More()) return false;
            else output.LineFeeds = OnLine ?? window.LineFeeds;
            output.PassLines();
        }
    }

    /// <summary>Whether a document begins here, and not text with a bracket in front.</summary>
    bool StartsJson()
    {
        if (window.Rest[0] is not ((byte)'{' or (byte)'[')) return false;
        while (true)
        {
            var next = window.Rest[1..].IndexOfAnyExcept(" \t\r\n"u8);
            if (next >= 0)
                return window.Rest[next + 1] is (byte)'"' or (byte)']' or (byte)'}'
                    || (window.Rest[0] == '[' && window.Rest[next + 1] is (byte)'{' or (byte)'[');
            if (!window.More()) return true;
        }
    }
}
