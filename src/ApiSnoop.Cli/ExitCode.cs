using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Cli;

/// <summary>
/// What the command tells the shell: one table for all commands, which <c>docs/exit-codes.md</c> repeats. Verdicts are 10 and
/// above, so that in CI a typing error never reads like one.
/// </summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command was understood and could not be carried out.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself was wrong.</summary>
    public const int Usage = 2;

    /// <summary>There is no verdict: inputs are missing, too thin, or of another release.</summary>
    public const int NoVerdict = 3;

    /// <summary>certify: something in use is below the required level.</summary>
    public const int BelowLevel = 10;

    /// <summary>certify: something in use ends in a known release.</summary>
    public const int Ends = 11;

    /// <summary>certify: something in use is gone in the target. The greatest verdict wins.</summary>
    public const int Gone = 12;

    /// <summary>certificate verify: the certificate was changed or is badly signed.</summary>
    public const int BadCertificate = 10;

    /// <summary>certificate verify: the certificate has expired.</summary>
    public const int ExpiredCertificate = 11;

    /// <summary>gate: something that must be tested is untested.</summary>
    public const int Untested = 10;

    /// <summary>gate: something that was tested is no longer; untested goes before it.</summary>
    public const int Regression = 11;

    /// <summary>verify-results: the results do not hold.</summary>
    public const int BadResults = 10;

    /// <summary>Ctrl-C: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Every code, who answers it, and what it means.</summary>
    public static ImmutableArray<(int Code, string Command, string Meaning)> All { get; } =
    [
        (Done, "", "done, or passed"),
        (Failed, "", "could not be done"),
        (Usage, "", "the command line is wrong"),
        (NoVerdict, "", "no verdict: inputs are missing, too thin or of another release"),
        (BelowLevel, "certify", "something in use is below the required level"),
        (BadCertificate, "certificate verify", "changed, badly signed, or says that the app is not certified"),
        (Untested, "gate", "something that must be tested is untested"),
        (BadResults, "verify-results", "the results do not hold"),
        (Ends, "certify", "something in use ends in a known release"),
        (ExpiredCertificate, "certificate verify", "expired"),
        (Regression, "gate", "something is tested no longer (10 goes before it)"),
        (Gone, "certify", "something in use is gone in the target (the greatest wins)"),
        (Interrupted, "", "stopped"),
    ];

    /// <summary>What <c>record -- COMMAND</c> answers instead.</summary>
    public const string Exception =
        "record -- COMMAND answers with COMMAND's own code, and with 126 or 127 as a shell does when it cannot be run.";

    /// <summary>A line for each code, the code first.</summary>
    public static IEnumerable<string> Lines => All.Select(c => string.Create(
        CultureInfo.InvariantCulture, $"{c.Code,-4} {(c.Command.Length == 0 ? "" : c.Command + ": ")}{c.Meaning}"));
}
