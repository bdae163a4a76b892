using ApiSnoop.Conformance;
using ApiSnoop.Reports.Tables;
using ApiSnoop.Reports.Usage;

namespace ApiSnoop.Reports;

/// <summary>Makes one kind of table of the chosen apps.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What the table tells, in a line of help.</param>
/// <param name="Make">Makes the table.</param>
public sealed record Exporter(string Name, string Summary, Func<ExportInput, Table> Make);

/// <summary>What an exporter works on.</summary>
/// <param name="Apps">The chosen apps, sorted by name.</param>
/// <param name="Sheet">The imported conformance spreadsheet; empty when none was imported.</param>
/// <param name="TestRun">What tests hit, whichever apps are chosen and whatever clients are asked for; null without a test run.</param>
public sealed record ExportInput(IReadOnlyList<AppCoverage> Apps, CoverageSheet Sheet, AppCoverage? TestRun)
{
    readonly IReadOnlyList<AppCoverage>? _named;

    /// <summary>The chosen apps in the order in which they were named.</summary>
    public IReadOnlyList<AppCoverage> Named
    {
        get => _named ?? Apps;
        init => _named = value;
    }

    /// <summary>The lists of what needs no conformance test.</summary>
    public EligibilityLists Lists { get; init; } = EligibilityLists.Shipped;

    /// <summary>Gives the chosen apps without noise; null where there is none to leave out, or it is asked for.</summary>
    public Func<IReadOnlyList<AppCoverage>>? Quiet { get; init; }

    /// <summary>The chosen apps as rankings count them: without the requests of those that rely on nothing.</summary>
    public IReadOnlyList<AppCoverage> Relying => Quiet?.Invoke() ?? Apps;

    /// <summary>Whether the rows of 2018 that count what stayed unused are left out.</summary>
    public bool WithoutUnused { get; init; }
}
