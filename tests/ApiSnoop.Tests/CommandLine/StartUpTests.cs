using System.Reflection;
using System.Runtime.Loader;
using ApiSnoop.Cli.Commands;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>What every command waits for before it does anything.</summary>
public sealed class StartUpTests
{
    [Fact]
    public void No_command_waits_for_the_server_or_the_cluster_s_client_to_be_loaded_before_it_runs()
    {
        var loaded = new LoadedApart();
        var commands = loaded.LoadFromAssemblyName(typeof(ApisnoopCommand).Assembly.GetName())
            .GetType(typeof(ApisnoopCommand).FullName!, throwOnError: true)!;

        var all = Activator.CreateInstance(commands, [null])!;

        ((System.CommandLine.Command)all).Subcommands.Count.ShouldBe(ApisnoopCommand.Names.Count());
        loaded.Assemblies.Select(a => a.GetName().Name).ShouldBe(["ApiSnoop.Cli", "ApiSnoop"], ignoreOrder: true);
    }

    /// <summary>Loads again what this process has loaded already, so that it can be seen what is.</summary>
    sealed class LoadedApart() : AssemblyLoadContext("apart")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name is not "System.CommandLine" && Path.Combine(AppContext.BaseDirectory, name.Name + ".dll") is var file
            && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
