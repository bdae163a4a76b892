using ApiSnoop.Audit.Inputs;
using ApiSnoop.Capturing;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sql;

namespace ApiSnoop.Cli;

/// <summary>Which exceptions are words for the user, and which are our own mistakes.</summary>
internal static class Failure
{
    /// <summary>What to tell the user, or null for a mistake of ours, which should be seen whole.</summary>
    public static string? Explain(Exception e) => e switch
    {
        StrictLoadException strict => strict.Message + string.Concat(strict.Samples.Select(b => $"\n  {b.File}:{b.Line}: {b.Reason}")),
        UserException or CaptureException => e.Message,
        StoreException or LogInputException or SqlException or FormatException or InvalidDataException => e.Message,
        UnauthorizedAccessException or IOException or HttpRequestException => e.Message,
        _ => null,
    };
}
