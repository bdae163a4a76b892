using System.Diagnostics;
using System.Text.Json;
using ApiSnoop.Catalog;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Matching;
using ApiSnoop.Recording;

var log = args[0];
var ops = new List<Operation>();
using (var doc = JsonDocument.Parse(File.ReadAllBytes(args[1])))
    foreach (var path in doc.RootElement.GetProperty("paths").EnumerateObject())
        foreach (var m in path.Value.EnumerateObject())
            if (Enum.TryParse<ApiMethod>(m.Name, true, out var method))
                ops.Add(new Operation { Id = m.Value.GetProperty("operationId").GetString()!, Method = method, Path = path.Name });
var release = new Release("1.20", ops, []);
var threads = int.Parse(args[2]);
var terms = LoadFilterTerms.None;
if (args.Length > 3 && args[3] == "ua") terms = terms with { UserAgents = [TextPattern.Parse(args[4], true)] };
if (args.Length > 3 && args[3] == "ns") terms = terms with { Namespaces = [TextPattern.Parse(args[4], false)] };
if (args.Length > 3 && args[3] == "sa") terms = terms with { Users = [LoadFilterTerms.ServiceAccount(args[4])] };
for (var round = 0; round < 5; round++)
{
    var watch = Stopwatch.StartNew();
    var matcher = new OperationMatcher(release);
    var naming = new MissNaming(release, () => new HashSet<string>());
    var dims = new Dimensions(new TargetTable(release));
    var filter = new LoadFilter(terms, dims);
    var ledger = new RequestLedger(dims, new FactFinder(release, matcher, naming, dims, filter), batch => batch);
    var input = new InputReading(log, () => new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.Read, 0), 64 << 20);
    var before = GC.GetTotalAllocatedBytes(true);
    var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() => new ReadingThread([input], ledger, new FactFinder(release, matcher, naming, dims, filter), false, default).Run())).ToList();
    foreach (var w in workers) w.Start();
    foreach (var w in workers) w.Join();
    ledger.Finish();
    var cube = ledger.Cube.ToImmutable();
    var targets = dims.Targets.ToImmutable();
    Console.WriteLine($"{watch.ElapsedMilliseconds} ms lines {input.Cutter.Lines} events {input.Events} bad {input.BadLines} requests {ledger.Requests} matched {ledger.MatchedRequests} ops {cube.Where(c => targets[c.Target].OperationId is not null).Select(c => c.Target).Distinct().Count()} cells {cube.Length} rep {ledger.RepeatedEvents} filtered {ledger.FilteredRequests} alloc {GC.GetTotalAllocatedBytes(true) - before:N0}");
    if (round == 0)
    {
        foreach (var b in input.BadLineSamples) Console.WriteLine(b);
        foreach (var g in cube.GroupBy(c => targets[c.Target].Reason)) Console.WriteLine($"  {g.Key} {g.Sum(c => c.Requests)}");
        foreach (var g in cube.Where(c => targets[c.Target].Reason != MissReason.None).GroupBy(c => targets[c.Target]).OrderByDescending(g => g.Sum(c => c.Requests)).Take(12)) Console.WriteLine($"  {g.Key.Reason} {g.Key.Name} {g.Sum(c => c.Requests)} {g.Key.SampleUri}");
    }
}
