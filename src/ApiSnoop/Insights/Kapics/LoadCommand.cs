using ApiSnoop.Filtering;
using ApiSnoop.Reports;

namespace ApiSnoop.Insights.Kapics;

/// <summary>The command that records a KAPIC, ready to be pasted into a shell.</summary>
public static class LoadCommand
{
    const int MostLogs = 3;

    /// <summary>Writes it.</summary>
    /// <param name="kapic">Whom to record.</param>
    /// <param name="logs">The logs that it was found in; many are left for the user to fill in.</param>
    public static string For(Kapic kapic, IReadOnlyCollection<string> logs)
    {
        var filters = kapic.Filters.Select(f => $"--{RecordingFilter.NameOf(f.Field)} {ShellWord.Of(f.Pattern)}");
        return $"apisnoop load-audit {Logs(logs)} {ShellWord.Of(kapic.Key.App)} {string.Join(' ', filters)}";
    }

    static string Logs(IReadOnlyCollection<string> logs) =>
        logs.Count is 0 or > MostLogs ? "LOG..." : string.Join(' ', logs.Select(ShellWord.Of));
}
