namespace ApiSnoop.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command was understood and could not be carried out.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself was wrong.</summary>
    public const int Usage = 2;

    /// <summary>No verdict can be given: inputs are missing, too thin, or of another release.</summary>
    public const int NoVerdict = 3;

    /// <summary>The gate's verdict: a new endpoint has no conformance test.</summary>
    public const int GateUntested = 10;

    /// <summary>The gate's verdict: an endpoint of the baseline is not conformance tested any more.</summary>
    public const int GateRegressed = 11;

    /// <summary>A conformance run is not complete.</summary>
    public const int VerifyIncomplete = 10;

    /// <summary>Ctrl-C: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
