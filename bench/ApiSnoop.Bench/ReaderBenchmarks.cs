using System.Text.Json;
using ApiSnoop.Audit.Reading;
using BenchmarkDotNet.Attributes;

namespace ApiSnoop.Bench;

/// <summary>Reading the events of a log in memory, beside the framework's reader that merely walks over the same bytes.</summary>
[MemoryDiagnoser]
public unsafe class ReaderBenchmarks
{
    readonly DocumentReader _documents = new(strict: false);
    readonly ByteArena _unescaped = new();
    byte[] _log = [];
    int _length;

    [GlobalSetup]
    public void Read()
    {
        var log = BenchLog.Read();
        _length = log.Length;
        _log = GC.AllocateArray<byte>(log.Length + EventScanner.Slack, pinned: true);
        log.CopyTo(_log, 0);
    }

    [Benchmark]
    public int Events()
    {
        var events = 0;
        fixed (byte* start = _log)
        {
            _documents.StartOver();
            _documents.Take(start, _length, final: true, _unescaped);
            while (_documents.Next(out _)) events++;
        }

        return events;
    }

    [Benchmark(Baseline = true)]
    public int Utf8JsonReaderTokens()
    {
        var tokens = 0;
        var rest = _log.AsSpan(0, _length);
        while (!rest.IsEmpty)
        {
            var line = rest[..(rest.IndexOf((byte)'\n') is >= 0 and var end ? end : rest.Length)];
            var reader = new Utf8JsonReader(line);
            while (reader.Read()) tokens++;
            rest = rest[Math.Min(rest.Length, line.Length + 1)..];
        }

        return tokens;
    }
}
