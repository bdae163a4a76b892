using ApiSnoop.Bench;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// count LOG: one whole run, for bench/compare.sh to time beside its peers.
if (args is ["count", var log]) Console.WriteLine(CountLog.Run(log));
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.CreateMinimumViable().WithOptions(ConfigOptions.JoinSummary));
