using System.Text;
using ApiSnoop.Audit.Evidence;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Wrappings;

public class GeneratedWrapperTests
{
    /// <summary>Tables keep objects as text and no bodies, but all that a cell tells.</summary>
    [Theory]
    [MemberData(nameof(Wrappers.Names), MemberType = typeof(Wrappers))]
    public void A_wrapper_that_carries_whole_events_gives_the_same_cube(string name)
    {
        var log = RealLog.Named(RawEvents.Log);

        using var load = new WrappedLoad(Wrappers.Whole[name]());

        load.Facts.Events.ShouldBe(log.Lines);
        load.Facts.BadLines.ShouldBe(0);
        (load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((log.Requests, log.Matched));
        CubeDigest.Of(load.Cube).ShouldBe(log.Cube);
        load.Recognised.ShouldNotBeEmpty();
    }

    /// <summary>A single record that is longer when it is unpacked, and ends without a line feed.</summary>
    [Theory]
    [InlineData("{\"awslogs\":{\"data\":\"PACKED\"}}")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"data\":\"PACKED\"}}]}")]
    [InlineData("PACKED")]
    [InlineData("PLAIN")]
    public void Release_and_first_time_are_found_in_one_short_record_of_base64(string record)
    {
        var events = string.Concat(RawEvents.Lines.Where(l => l.Contains("kube-apiserver/v1.20.2", StringComparison.Ordinal)).Take(9)
            .Select(l => l + "\n"));
        var log = Encoding.UTF8.GetBytes(record.Replace("PACKED", Convert.ToBase64String(Wrappers.Gzip(events)), StringComparison.Ordinal)
            .Replace("PLAIN", Convert.ToBase64String(Encoding.UTF8.GetBytes(events)), StringComparison.Ordinal));
        using var plain = new LogInput("plain", events.Length, () => new MemoryStream(Encoding.UTF8.GetBytes(events)));
        using var wrapped = new LogInput("wrapped", log.Length, () => new MemoryStream(log));

        ReleaseEvidence.Of([wrapped]).Sentence.ShouldBe("kube-apiserver v1.20.2 (9 of 9 user agents looked at)");
        FirstEventTime.Of(wrapped).ShouldBe(FirstEventTime.Of(plain));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Googles_entries_agree_on_operation_user_agent_and_namespace(bool asArray)
    {
        // Google tells neither stages nor the old way to watch, which is another path.
        var complete = RawEvents.Objects.Where(e => e["stage"]!.GetValue<string>() == "ResponseComplete"
            && !e["requestURI"]!.GetValue<string>().StartsWith("/api/v1/watch/")).ToList();
        using var raw = new WrappedLoad(string.Concat(complete.Select(e => RawEvents.Json(e) + "\n")));
        var entries = complete.Select(CloudLogging.Entry).ToList();

        using var load = new WrappedLoad(asArray ? RawEvents.Json(entries) : string.Concat(entries.Select(e => RawEvents.Json(e) + "\n")));

        load.Facts.Events.ShouldBe(complete.Count);
        Who(load.Cube).Except(Who(raw.Cube)).ShouldBeEmpty();
        Who(raw.Cube).Except(Who(load.Cube)).ShouldBeEmpty();
        load.Recognised.ShouldBe("GKE export of Cloud Logging.");
    }

    [Fact]
    public void That_reads_are_missing_is_said_where_only_Googles_activity_log_is_there()
    {
        var writes = RawEvents.Objects.Where(e => e["verb"]!.GetValue<string>() is not ("get" or "list" or "watch"));

        using var load = new WrappedLoad(string.Concat(writes.Select(e => RawEvents.Json(CloudLogging.Entry(e)) + "\n")));

        load.Recognised.ShouldContain("reads are missing");
    }

    [Theory]
    [InlineData("[Truncated...]", 1500)]
    [InlineData("", 900)]
    [InlineData("", 1200)]
    public void Events_that_were_cut_count_with_what_is_before_the_cut(string mark, int length)
    {
        var log = RealLog.Named(RawEvents.Log);
        var cut = RawEvents.Lines.Select(l => l.Length <= length ? l : l[..length] + mark).ToList();

        using var load = new WrappedLoad(RawEvents.Json(new { events = cut.Select(l => new { logStreamName = "s", message = l }) }));
        using var raw = new WrappedLoad(string.Concat(RawEvents.Lines.Select(l => l + "\n")));

        (load.Facts.Events, load.Facts.BadLines).ShouldBe((log.Lines, 0));
        (load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((log.Requests, log.Matched));
        Verbs(load.Cube).Except(Verbs(raw.Cube)).ShouldBeEmpty();
        load.Recognised.ShouldContain($"{RawEvents.Lines.Count(l => l.Length > length)} events cut off");
    }

    /// <summary>What every wrapper keeps: no code, no counts that hang on it.</summary>
    static List<string> Who(Cube cube) => [.. cube.Cells
        .GroupBy(c => string.Join(" | ", cube.Targets[c.Target].OperationId, cube.Agents[c.Agent], cube.Users[c.User],
            cube.Namespaces[c.Namespace], cube.Verbs[c.Verb]))
        .Select(g => $"{g.Sum(c => c.Requests)} of {g.Key}").Order(StringComparer.Ordinal)];

    static List<string> Verbs(Cube cube) => [.. cube.Cells
        .GroupBy(c => $"{cube.Targets[c.Target].OperationId} {cube.Verbs[c.Verb]}")
        .Select(g => $"{g.Sum(c => c.Requests)} of {g.Key}").Order(StringComparer.Ordinal)];
}
