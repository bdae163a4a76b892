using System.CommandLine;
using System.Globalization;
using ApiSnoop.Catalog;
using ApiSnoop.Reports;

namespace ApiSnoop.Cli.Commands.Kapic;

/// <summary><c>apisnoop kapic</c>: gives an app an account of its own, so that its calls carry its name.</summary>
internal sealed class KapicCommand : Command, IWithExamples
{
    public KapicCommand()
        : base("kapic", "Give an app (a Kubernetes API consumer) an account of its own, so that its calls carry its name")
    {
        Add(new CreateCommand());
        Add(new DeleteCommand());
    }

    public string Examples => """
        Examples:
          apisnoop kapic create shop --role view
          apisnoop kapic create shop --cluster-admin --context kind-apisnoop
          apisnoop kapic create shop --dry-run > shop.yaml
          apisnoop load-audit audit.log shop --service-account shop:shop
          apisnoop kapic delete shop
        """;

    static Argument<string> NameArgument()
    {
        var name = new Argument<string>("NAME") { Description = "The app's name: of its namespace, its service account and its context" };
        name.Validators.Add(argument =>
        {
            if (argument.Tokens is [var given] && !KubernetesName.IsLabel(given.Value))
                argument.AddError($"{given.Value} cannot be a namespace: small letters, digits and dashes, 63 at most.");
        });
        return name;
    }

    sealed class ClusterOptions
    {
        readonly Option<string?> _kubeconfig = new("--kubeconfig")
        {
            Description = "The kubeconfig of the cluster [default: $KUBECONFIG, else ~/.kube/config]",
            HelpName = "FILE",
        };
        readonly Option<string?> _context = new("--context") { Description = "Its context [default: the current one]", HelpName = "NAME" };

        public void AddTo(Command command)
        {
            command.Add(_kubeconfig);
            command.Add(_context);
        }

        public KapicCluster Open(ParseResult result) => KapicCluster.Open(result.GetValue(_kubeconfig), result.GetValue(_context));
    }

    sealed class CreateCommand : Command
    {
        readonly Argument<string> _name = NameArgument();
        readonly Option<string> _role = new("--role")
        {
            Description = "The cluster role that it gets in its namespace, such as view, edit or admin",
            DefaultValueFactory = _ => "edit",
            HelpName = "ROLE",
        };
        readonly Option<bool> _wide = new("--cluster-wide") { Description = "It gets the role in the whole cluster" };
        readonly Option<bool> _admin = new("--cluster-admin") { Description = "It may do everything, everywhere" };
        readonly Option<string> _for = new("--for")
        {
            Description = "How long its token is good: 24h, 90m or 30d. A cluster may give less",
            DefaultValueFactory = _ => "24h",
            HelpName = "TIME",
        };
        readonly Option<string?> _out = new("--out")
        {
            Description = "The kubeconfig to write, with its context and token [default: ./NAME.kubeconfig]",
            HelpName = "FILE",
        };
        readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "Print the objects as YAML and ask no cluster" };
        readonly ClusterOptions _cluster = new();

        public CreateCommand()
            : base("create", "Make its namespace, its service account, what it may do, and a kubeconfig by which it acts")
        {
            _for.Validators.Add(option =>
            {
                if (option.Tokens is [var given] && Lifetime(given.Value) is null)
                    option.AddError($"--for {given.Value} is no time of ten minutes or more: write it as 24h, 90m or 30d.");
            });
            Validators.Add(command =>
            {
                if (command.GetValue(_admin) && (command.GetValue(_wide) || command.GetResult(_role) is { Implicit: false }))
                    command.AddError("--cluster-admin is a role for the whole cluster: give no --role or --cluster-wide beside it.");
            });
            Add(_name);
            foreach (var option in (Option[])[_role, _wide, _admin, _for, _out, _dryRun]) Add(option);
            _cluster.AddTo(this);
            SetAction(Run);
        }

        async Task<int> Run(ParseResult result, CancellationToken cancelled)
        {
            var admin = result.GetValue(_admin);
            var objects = new KapicObjects(
                result.GetRequiredValue(_name), admin ? "cluster-admin" : result.GetRequiredValue(_role), admin || result.GetValue(_wide));
            if (result.GetValue(_dryRun))
            {
                await result.InvocationConfiguration.Output.WriteAsync(objects.ToYaml()).ConfigureAwait(false);
                return ExitCode.Done;
            }

            using var cluster = _cluster.Open(result);
            var error = result.InvocationConfiguration.Error;
            foreach (var line in await cluster.Make(objects, cancelled).ConfigureAwait(false))
                await error.WriteLineAsync(line).ConfigureAwait(false);
            var (kubeconfig, until) = await cluster.Context(objects.Name, Lifetime(result.GetValue(_for)!)!.Value, cancelled)
                .ConfigureAwait(false);
            var file = result.GetValue(_out) ?? objects.Name + ".kubeconfig";
            SecretFile.Write(file, kubeconfig);
            var good = until is { } end ? string.Create(CultureInfo.InvariantCulture, $", good until {end:yyyy-MM-dd HH:mm} UTC") : "";
            await error.WriteLineAsync($"{file} has its context{good}. Run the app with it, and record it by its name:")
                .ConfigureAwait(false);
            await result.InvocationConfiguration.Output.WriteLineAsync(
                $"KUBECONFIG={ShellWord.Of(file)} kubectl get pods\n"
                    + $"apisnoop load-audit audit.log {objects.Name} --service-account {objects.Name}:{objects.Name}")
                .ConfigureAwait(false);
            return ExitCode.Done;
        }

        /// <summary>A time; null for what is none. No API server gives a token for less than ten minutes.</summary>
        static TimeSpan? Lifetime(string text)
        {
            if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            TimeSpan? time = text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(Math.Min(number, 3650)),
                _ => null,
            };
            return time >= TimeSpan.FromMinutes(10) ? time : null;
        }
    }

    sealed class DeleteCommand : Command
    {
        readonly Argument<string> _name = NameArgument();
        readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "Say what would be deleted, and delete nothing" };
        readonly ClusterOptions _cluster = new();

        public DeleteCommand()
            : base("delete", "Delete its namespace with all that is in it, and what it may do, if kapic create made them")
        {
            Add(_name);
            Add(_dryRun);
            _cluster.AddTo(this);
            SetAction(Run);
        }

        async Task<int> Run(ParseResult result, CancellationToken cancelled)
        {
            var objects = new KapicObjects(result.GetRequiredValue(_name), "", ClusterWide: true);
            using var cluster = _cluster.Open(result);
            var dryRun = result.GetValue(_dryRun);
            var deleted = await cluster.Delete(objects, dryRun, cancelled).ConfigureAwait(false);
            if (deleted.Count == 0) throw new UserException($"There is no {objects.Name} on {cluster.Host} that kapic create made.");
            foreach (var line in deleted)
                await result.InvocationConfiguration.Output.WriteLineAsync(line + (dryRun ? ": would be deleted" : ": deleted"))
                    .ConfigureAwait(false);
            return ExitCode.Done;
        }
    }
}
