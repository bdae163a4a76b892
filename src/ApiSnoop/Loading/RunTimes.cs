using System.Collections.Immutable;
using ApiSnoop.Audit;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Audit.Streams;
using ApiSnoop.Conformance.Runs;

namespace ApiSnoop.Loading;

/// <summary>Reads the files that tell when the tests of a run ran.</summary>
static class RunTimes
{
    /// <summary>A report of ten thousand tests with their output has some hundred megabytes.</summary>
    const int Longest = 512 << 20;

    /// <exception cref="LogInputException">A file cannot be read, or tells nothing of the kind.</exception>
    public static TestSpans Read(LoadRequest request, IReadOnlyList<LogInput> inputs, TimeProvider clock)
    {
        var start = inputs.Min(i => i.StartsAt);
        var near = start is AuditEvent.NoTime or long.MaxValue
            ? clock.GetUtcNow()
            : DateTimeOffset.UnixEpoch.AddTicks(start * TimeSpan.TicksPerMicrosecond);
        List<TestSpans> read = [.. request.TestsFrom.Select(f => Read(f, near).Shifted(request.TestsShift))];
        return new(
            [.. read.SelectMany(r => r.Tests).OrderBy(t => t.Start)], string.Join(" and ", read.Select(r => r.Source)));
    }

    static TestSpans Read(string path, DateTimeOffset near)
    {
        try
        {
            using var plain = new BoundedStream(UnpackedFile.Open(path), Longest);
            var bytes = new MemoryStream();
            plain.CopyTo(bytes);
            return TestSpans.Read(bytes.ToArray(), Path.GetFileName(path), near);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new LogInputException(e.Message, e);
        }
    }
}
