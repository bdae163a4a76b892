namespace ApiSnoop.Filtering;

/// <summary>How several patterns of one field go together.</summary>
public static class PatternSet
{
    /// <summary>Keeps a text that at least one plain pattern matches (if there is any) and that no negated one excludes.</summary>
    public static bool Keeps(IReadOnlyList<TextPattern> patterns, string text)
    {
        bool wanted = false, anyPlain = false;
        for (var i = 0; i < patterns.Count; i++)
        {
            var matches = patterns[i].Matches(text);
            if (patterns[i].Negated)
            {
                if (matches) return false;
                continue;
            }

            anyPlain = true;
            wanted |= matches;
        }

        return wanted || !anyPlain;
    }
}
