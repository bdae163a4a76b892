using System.CommandLine;
using System.Globalization;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording.ClickHouse;

namespace ApiSnoop.Cli.Commands.Stores;

/// <summary><c>apisnoop store</c>: makes and keeps a store in ClickHouse, which many machines share.</summary>
internal sealed class StoreCommand : Command, IWithExamples
{
    public StoreCommand()
        : base("store", "Make, check, migrate or sweep a store in ClickHouse, for more than one machine")
    {
        Add(new InitCommand());
        Add(new StoreCheckCommand());
        Add(new MigrateCommand());
        Add(new StoreSweepCommand());
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

    sealed class MigrateCommand : Command
    {
        public MigrateCommand()
            : base("migrate", "Add the tables that a store of an older APISnoop lacks; what is in it stays")
        {
            var url = new StoreUrlArgument();
            Add(url);
            SetAction(result =>
            {
                var (from, to) = (url.Care(result).Migrate(), StoreCare.TablesVersion);
                result.InvocationConfiguration.Output.WriteLine(from == to
                    ? string.Create(CultureInfo.InvariantCulture, $"The tables are of version {to} already.")
                    : string.Create(CultureInfo.InvariantCulture, $"The tables were of version {from}, and are of version {to} now."));
                return ExitCode.Done;
            });
        }
    }

    sealed class InitCommand : Command
    {
        public InitCommand()
            : base("init", "Make the database and its tables, or what is missing of them")
        {
            var url = new StoreUrlArgument();
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
            keep.AcceptOnlyNumbers("days", least: 0);
            var print = new Option<bool>("--print") { Description = "Print the statements instead; needs no server" };
            Add(url);
            Add(rows);
            Add(keep);
            Add(print);
            Validators.Add(command =>
            {
                if (command.GetValue(keep) > 0 && command.GetValue(rows) != "all")
                    command.AddError("--keep-rows means nothing without --rows all.");
            });
            SetAction(result =>
            {
                var (care, all, days) = (url.Care(result), result.GetValue(rows) == "all", result.GetValue(keep));
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
}
