using System.Globalization;
using static ApiSnoop.Auditing.Setups.SetupFiles;

namespace ApiSnoop.Auditing.Setups;

/// <summary>What a set-up is, which commands to run, and how to take it back.</summary>
internal static class SetupReadme
{
    public static string Of(string name, ClusterSetup setup, SetupRequest request) => $"""
        # Audit events of {setup.Title}, {(request.Webhook is null ? "into a log" : "to a webhook")}

        {Lines(setup.Commands.Select(c => "    " + c))}

        {What(request)}

        {Lines(setup.Files.Select(Item))}

        {string.Join("\n\n", [.. setup.Notes, .. Webhook(request)])}

        Take it back: `{setup.Undo}`

        These files were written by `{Command(name, request)}`.
        What the policy in them cannot show is told by `apisnoop policy check {request.Folder}/{Etc}/{PolicyName}`.

        """;

    static string What(SetupRequest request) => request.Webhook is null
        ? "The first command turns auditing on, the second looks whether the API server got its flags, the third records what is there."
        : "The first command starts the receiver and is left running; the second turns auditing on, the third looks whether the API "
            + "server got its flags.";

    static string Item(SetupFile file) =>
        $"- `{file.Path}`{(file.Path.StartsWith(Etc, StringComparison.Ordinal) ? " goes to the API server" : "")}";

    static string Command(string name, SetupRequest request)
    {
        var command = $"apisnoop setup {name}";
        if (request.Webhook is not null) command += $" --webhook {request.Webhook.AbsoluteUri}";
        return request.Rate == SetupRequest.UsualRate ? command
            : command + string.Create(CultureInfo.InvariantCulture, $" --rate {request.Rate}");
    }

    static IEnumerable<string> Webhook(SetupRequest request)
    {
        if (request.Webhook is null) yield break;
        yield return string.Create(CultureInfo.InvariantCulture,
            $"The flags let {request.Rate:N0} events a second through, by each API server. It tries each batch five times over about 90 "
                + $"seconds and drops it then: a receiver that is away for longer loses events, and APISnoop shows the gap.");
        if (request.Kubeconfig is null)
            yield return $"Before the start put `{CaName}` and `{TokenName}` into `{Etc}/`: `apisnoop capture` makes both and says where "
                + "they are. Or write these files again with the kubeconfig that it wrote: `--kubeconfig FILE`.";
    }
}
