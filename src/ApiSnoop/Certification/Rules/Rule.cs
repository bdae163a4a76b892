using ApiSnoop.Catalog;

namespace ApiSnoop.Certification.Rules;

/// <summary>A numbered rule of certification, as its page under <c>docs/certification</c> has it.</summary>
public sealed record Rule
{
    /// <summary>The number, such as <c>AS-006</c>. It never changes and is never used again.</summary>
    public required string Id { get; init; }

    /// <summary>The rule in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>What it rests on, in words.</summary>
    public required string Policy { get; init; }

    /// <summary>The prose of the page, without its heading.</summary>
    public string Prose { get; init; } = "";

    /// <summary>The operations that it gives a guarantee for; null for a rule about apps.</summary>
    public OperationSelector? Applies { get; init; }

    /// <summary>What it guarantees for them.</summary>
    public GuaranteeKind Guarantee { get; init; }

    /// <summary>How many releases they are safe for; null where no policy ends them.</summary>
    public int? After { get; init; }

    /// <summary>Whether these releases count from the first one that has the API; else from the one that the app runs on.</summary>
    public bool CountedFromFirst { get; init; }

    /// <summary>The oldest release to count from; null where there is none.</summary>
    public ReleaseVersion? NotBefore { get; init; }

    /// <summary>Whether what it applies to counts for the level of an app.</summary>
    public bool CountsForLevel { get; init; } = true;

    /// <summary>The exit code that breaking it leads to; null where it cannot be broken.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Operations that it applies to, as the page gives them.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Operations that it does not apply to, as the page gives them.</summary>
    public IReadOnlyList<string> CounterExamples { get; init; } = [];

    /// <summary>The file of its page, such as <c>AS-006-stable.md</c>.</summary>
    public required string Page { get; init; }
}
