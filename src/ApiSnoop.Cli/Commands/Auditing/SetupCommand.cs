using System.CommandLine;
using ApiSnoop.Auditing;
using ApiSnoop.Auditing.Policies;
using ApiSnoop.Auditing.Setups;
using ApiSnoop.Cli.Options;
using ApiSnoop.Reports;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Cli.Commands.Auditing;

/// <summary><c>apisnoop setup</c>: the files that make a cluster write its audit events.</summary>
internal sealed class SetupCommand : Command, IWithExamples
{
    readonly Argument<string> _name = new("CLUSTER") { Description = string.Join(", ", ClusterSetups.Names) };
    readonly Option<string?> _webhook = new("--webhook")
    {
        Description = "Send the events to a receiver, as apisnoop capture is one, instead of writing a log",
        HelpName = "URL",
    };
    readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig that apisnoop capture wrote, with the receiver's certificate and token",
        HelpName = "FILE",
    };
    readonly Option<string?> _policy = new("--policy")
    {
        Description = "The audit policy [default: what apisnoop policy writes]",
        HelpName = "FILE",
    };
    readonly Option<int> _rate = new("--rate")
    {
        Description = "Events a second and API server that must get through",
        DefaultValueFactory = _ => SetupRequest.UsualRate,
        HelpName = "N",
    };
    readonly Option<string?> _out = new("--out") { Description = "Folder to write to [default: ./apisnoop-CLUSTER]", HelpName = "DIR" };
    readonly Option<bool> _force = new("--force") { Description = "Write over files that were changed since" };
    readonly TextOrJsonOption _output = new("How to say what to do");

    public SetupCommand()
        : base("setup", "Write the files that make a cluster write its audit events, and say what to run")
    {
        _name.AcceptOnlyFromAmong([.. ClusterSetups.Names]);
        _rate.AcceptOnlyNumbers("events a second", 1, 1_000_000);
        _webhook.Validators.Add(option =>
        {
            if (option.Tokens is [var given] && WebhookAddress.Of(given.Value) is null)
                option.AddError(
                    $"--webhook {given.Value} is no address of a receiver: write it as https://apisnoop.example.org:9443/audit.");
        });
        Add(_name);
        foreach (var option in (Option[])[_webhook, _kubeconfig, _policy, _rate, _out, _force, _output]) Add(option);
        SetAction(Run);
    }

    public string Examples => """
        Examples:
          apisnoop setup kind
          apisnoop setup k3s --webhook https://192.168.1.10:9443/audit --rate 10000
          apisnoop setup kubeadm --kubeconfig apisnoop-webhook.yaml --policy audit-policy.yaml --out ./auditing
        """;

    int Run(ParseResult result)
    {
        var name = result.GetRequiredValue(_name);
        var folder = result.GetValue(_out) ?? $"apisnoop-{name}";
        var kubeconfig = result.GetValue(_kubeconfig) is { } file ? WebhookAddress.Kubeconfig(file) : default;
        var given = result.GetValue(_webhook) is { } url ? WebhookAddress.Of(url) : null;
        if (given is not null && kubeconfig.Server is not null && given != kubeconfig.Server)
            throw new UsageException($"--webhook says {given}, and the kubeconfig {kubeconfig.Server}. Give one of them.");
        var request = new SetupRequest
        {
            Policy = Policy(result),
            Webhook = given ?? kubeconfig.Server,
            Kubeconfig = kubeconfig.Text,
            Rate = result.GetValue(_rate),
            Folder = ShellWord.Of(folder.TrimEnd('/')),
        };
        var setup = Setup(name, request);
        Write(setup, folder, result.GetValue(_force));
        Say(result, setup, folder);
        return ExitCode.Done;
    }

    string Policy(ParseResult result)
    {
        if (result.GetValue(_policy) is not { } file)
            return WrittenPolicy.For(PolicyPurpose.Coverage, [], KnownRelease.Of(null)).Text;
        var text = File.ReadAllText(file);
        var policy = PolicyFile.Read(text, file)
            ?? throw new UserException(
                $"{file} is no audit policy: it has no kind: Policy of audit.k8s.io. Write one: apisnoop policy --out {file}");
        foreach (var mistake in PolicyBlindSpots.Of(policy, KnownRelease.Of(null)).Where(s => s.Kind == BlindSpotKind.Mistake))
            result.InvocationConfiguration.Error.WriteLine($"{file}, {mistake.What}: {mistake.Why}. {mistake.Remedy}.");
        return text;
    }

    static ClusterSetup Setup(string name, SetupRequest request)
    {
        try
        {
            return ClusterSetups.Of(name, request);
        }
        catch (NotSupportedException e)
        {
            throw new UserException(e.Message);
        }
    }

    static void Write(ClusterSetup setup, string folder, bool force)
    {
        if (File.Exists(folder)) throw new UserException($"{folder} is a file. Name a folder with --out.");
        if (!force)
            foreach (var file in setup.Files)
                if (Path.Combine(folder, file.Path) is var path && File.Exists(path) && File.ReadAllText(path) != file.Text)
                    throw new UserException($"{path} is there and is another. --force writes over it; --out names another folder.");
        foreach (var file in setup.Files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SecretFile.Write(path, file.Text, file.IsSecret);
        }
    }

    void Say(ParseResult result, ClusterSetup setup, string folder)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        if (_output.IsJson(result))
        {
            TableWriter.Write(
                Table.Of(["step", "command"], setup.Commands.Select((c, i) => new object?[] { i + 1, c })), TableFormat.Json, output);
            return;
        }

        error.WriteLine($"{setup.Files.Length} files are in {folder}; its README.md tells what each is. Run:");
        foreach (var command in setup.Commands) output.WriteLine(command);
    }
}
