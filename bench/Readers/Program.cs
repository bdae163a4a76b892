using System.Diagnostics;
using System.Globalization;
using System.Net;
using ApiSnoop.Readers;

// Asks a server on this machine for one page, again and again, from several readers at once.
//
//   Readers PORT READERS SECONDS PATH
//
// Prints answers a second, the median and the 99th hundredth of the milliseconds that an answer took, the longest, and what went wrong.
if (args is not [var port, var readers, var seconds, var path])
{
    Console.Error.WriteLine("Readers PORT READERS SECONDS PATH");
    return 2;
}

var server = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
var length = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
var began = Stopwatch.GetTimestamp();
var all = Enumerable.Range(0, int.Parse(readers, CultureInfo.InvariantCulture))
    .Select(_ => Reader.Read(server, path, began, length)).ToArray();
var read = await Task.WhenAll(all);
var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
List<double> times = [.. read.SelectMany(r => r.Milliseconds).Order()];
if (times.Count == 0)
{
    Console.Error.WriteLine($"no answer: {read[0].Trouble}");
    return 1;
}

double At(double share) => times[(int)(share * (times.Count - 1))];
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{times.Count / took:f0} {At(0.5):f1} {At(0.99):f1} {times[^1]:f0} {read.Max(r => r.Bytes)} {read.Count(r => r.Trouble.Length > 0)}"));
foreach (var trouble in read.Select(r => r.Trouble).Where(t => t.Length > 0).Distinct()) Console.Error.WriteLine(trouble);
return read.Any(r => r.Trouble.Length > 0) ? 1 : 0;
