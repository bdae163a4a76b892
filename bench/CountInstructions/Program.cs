using ApiSnoop.Bench;

// Unbuffered, as the product reads.
using var log = new FileStream(args[0], FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
Console.WriteLine(CountLog.Count(log).Requests);
