using System.CommandLine;
using System.Globalization;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Recording.ClickHouse;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop store</c>: makes and keeps a store in ClickHouse, which many machines share.</summary>
internal sealed class StoreCommand : Command, IWithExamples
{
    public StoreCommand()
        : base("store", "Make, check, migrate or sweep a store in ClickHouse, for more than one machine")
    {
        Add(new InitCommand());
        Add(new CareCommand("check", "Ask the store whether all is well", Check));
        Add(new CareCommand("migrate", "Add the tables that a store of an older APISnoop lacks; what is in it stays", Migrate));
        Add(new SweepCommand());
    }

    public string Examples => """
        The password goes into APISNOOP_CLICKHOUSE_PASSWORD. A store in a folder needs none of this.

        Examples:
          apisnoop store init clickhouse://localhost:8123/apisnoop
          apisnoop store init "clickhouse://apisnoop@ch1:8123,ch2:8123/apisnoop?cluster=main" --print
          apisnoop store init clickhouse://localhost:8123/apisnoop --rows all --keep-rows 30
          apisnoop store check clickhouse://localhost:8123/apisnoop
          apisnoop store sweep clickhouse://localhost:8123/apisnoop
          apisnoop load-audit audit.log my-app --store clickhouse://localhost:8123/apisnoop
        """;

    static int Check(StoreCare care, TextWriter output, TextWriter error)
    {
        var condition = care.Check();
        output.WriteLine(
            $"ClickHouse {condition.ServerVersion}: {Figures.Count(condition.Recordings, "recording")} in "
                + $"{Figures.Count(condition.Cells, "cell")}.");
        if (condition.Leftovers > 0)
            output.WriteLine(
                $"{Figures.Count(condition.Leftovers, "generation")} not in force, of loads that run, were killed or were replaced: "
                    + "apisnoop store sweep");
        if (condition.Shares > 0)
            output.WriteLine($"{Figures.Count(condition.Shares, "share")} of loads, to be put together: apisnoop commit");
        foreach (var trouble in condition.Troubles) error.WriteLine($"apisnoop: {trouble}");
        return condition.Troubles.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }

    static int Migrate(StoreCare care, TextWriter output, TextWriter error)
    {
        var (from, to) = (care.Migrate(), StoreCare.TablesVersion);
        output.WriteLine(from == to
            ? string.Create(CultureInfo.InvariantCulture, $"The tables are of version {to} already.")
            : string.Create(CultureInfo.InvariantCulture, $"The tables were of version {from}, and are of version {to} now."));
        return ExitCode.Done;
    }

    /// <summary>The address that the user gave, or the usual store's.</summary>
    static StoreCare Care(ParseResult result, Argument<string?> url) => new(result.GetValue(url) ?? RecordingStore.DefaultAddress());

    static Argument<string?> Url()
    {
        var url = new Argument<string?>("URL")
        {
            Description = "The store: clickhouse://[user@]host:8123/database[?cluster=NAME] [default: $APISNOOP_STORE]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        url.Validators.Add(argument =>
        {
            if (argument.Tokens is [var token] && StoreOption.WrongIn(token.Value) is { } wrong) argument.AddError(wrong);
        });
        return url;
    }

    sealed class CareCommand : Command
    {
        public CareCommand(string name, string description, Func<StoreCare, TextWriter, TextWriter, int> act)
            : base(name, description)
        {
            var url = Url();
            Add(url);
            SetAction(result => act(Care(result, url), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        }
    }

    sealed class InitCommand : Command
    {
        public InitCommand()
            : base("init", "Make the database and its tables, or what is missing of them")
        {
            var url = Url();
            var rows = new Option<string>("--rows")
            {
                Description = "Whether single requests are kept as well: all, for spans of time and audit ids, or none",
                HelpName = "none|all",
                DefaultValueFactory = _ => "none",
            };
            var keep = new Option<int>("--keep-rows")
            {
                Description = "For how many days after they were stored; 0 for ever",
                HelpName = "DAYS",
                DefaultValueFactory = _ => 0,
            };
            rows.AcceptOnlyFromAmong("none", "all");
            var print = new Option<bool>("--print") { Description = "Print the statements instead; needs no server" };
            Add(url);
            Add(rows);
            Add(keep);
            Add(print);
            Validators.Add(command =>
            {
                if (command.GetValue(keep) < 0) command.AddError("--keep-rows is a number of days, 0 or more.");
                if (command.GetValue(keep) > 0 && command.GetValue(rows) != "all")
                    command.AddError("--keep-rows means nothing without --rows all.");
            });
            SetAction(result =>
            {
                var (care, all, days) = (Care(result, url), result.GetValue(rows) == "all", result.GetValue(keep));
                var output = result.InvocationConfiguration.Output;
                if (result.GetValue(print))
                {
                    if (care.IsForTestsOnly)
                        output.WriteLine("-- For tests of replication only, on servers of 2018: nothing of this is supported.\n");
                    foreach (var statement in care.Statements(all, days)) output.WriteLine($"{statement};\n");
                    return ExitCode.Done;
                }

                care.Init(all, days);
                output.WriteLine("The store is ready.");
                return ExitCode.Done;
            });
        }
    }

    sealed class SweepCommand : Command
    {
        public SweepCommand()
            : base("sweep", "Remove what killed loads and replaced recordings left")
        {
            var url = Url();
            var olderThan = new Option<int>("--older-than")
            {
                Description = "Only what was begun so many hours ago; a load that runs needs its own",
                HelpName = "HOURS",
                DefaultValueFactory = _ => 24,
            };
            Add(url);
            Add(olderThan);
            olderThan.Validators.Add(option =>
            {
                if (option.Tokens is [var token] && (!int.TryParse(token.Value, out var hours) || hours < 0))
                    option.AddError("--older-than is a number of hours, 0 or more.");
            });
            SetAction(result =>
            {
                var swept = Care(result, url).Sweep(TimeProvider.System.GetUtcNow().AddHours(-result.GetValue(olderThan)));
                result.InvocationConfiguration.Output.WriteLine($"{Figures.Count(swept, "generation")} removed.");
                return ExitCode.Done;
            });
        }
    }
}
