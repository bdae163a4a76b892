using System.IO.Compression;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Tests.Wrappings;

namespace ApiSnoop.Tests.Field;

/// <summary>Logs in what cluster tools, clouds and shippers put around them, with the right answers that were found by hand.</summary>
public class WrappedFieldTests
{
    [Theory]
    [InlineData("01-line-prefix/kubectl-logs-timestamps.log", 6, 6, 4, 2, 4)]
    [InlineData("01-line-prefix/oc-adm-node-logs.log", 6, 6, 4, 2, 4)]
    [InlineData("01-line-prefix/syslog-rfc5424.log", 6, 6, 4, 2, 4)]
    [InlineData("19-gke-subresources/entries.json", 8, 8, 7, 1, 7)]
    [InlineData("20-es-and-splunk/es-search-response.json", 3, 3, 3, 0, 3)]
    [InlineData("20-es-and-splunk/splunk-export.json", 3, 3, 3, 0, 3)]
    [InlineData("21-split-at-16k/cri.log", 3, 3, 3, 0, 3)]
    [InlineData("21-split-at-16k/docker-json.log", 3, 3, 3, 0, 3)]
    [InlineData("22-terminal-colours/grep-color-always.log", 4, 4, 4, 0, 4)]
    [InlineData("33-yaml-stream/audit.yaml", 2, 2, 2, 0, 2)]
    [InlineData("18-aks-16k-cut/PT1H.json", 3, 3, 3, 0, 3)]
    public void Events_are_read_and_nothing_is_bad(string log, long events, long requests, long matched, long unmatched, int operations)
    {
        using var load = new FieldLoad(log, release: "1.30");

        load.Counts.ShouldBe((events, requests, matched, unmatched, operations));
        load.Facts.BadLines.ShouldBe(0);
    }

    [Fact]
    public void A_must_gather_gives_its_audit_logs_and_a_line_for_each_of_the_others()
    {
        using var load = new FieldLoad("02-must-gather/must-gather.tar.gz");

        load.Facts.Release.ShouldBe("1.30");
        (load.Facts.Requests, load.Facts.MatchedRequests, load.Operations.Count).ShouldBe((10, 9, 3));
        load.Facts.BadLines.ShouldBe(0);
        load.Facts.Notes.Count(n => n.StartsWith("Left out")).ShouldBe(7);
    }

    [Fact]
    public void A_hundred_mebibytes_of_zeros_hide_neither_release_nor_requests()
    {
        // The zeros are made here; the file has what stands behind them.
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (var i = 0; i < 100; i++) gzip.Write(new byte[1 << 20]);
            gzip.Write(File.ReadAllBytes(Repository.Path("tests/data/field/06-nul-padding/audit.log.1")));
        }

        using var load = new WrappedLoad(packed.ToArray(), release: "");

        load.Facts.Release.ShouldBe("1.12");
        (load.Facts.Requests, load.Facts.MatchedRequests).ShouldBe((21, 21));
    }

    [Theory]
    [InlineData("08-glued-after-crash/audit.log")]
    [InlineData("08-glued-after-crash/cut-inside-body.log")]
    public void What_follows_a_crash_on_its_line_is_found_again(string log)
    {
        using var load = new FieldLoad(log);

        (load.Facts.Requests, load.Facts.BadLines).ShouldBe((6, 1));
    }

    [Fact]
    public void A_servers_own_log_among_its_events_is_called_so()
    {
        using var load = new FieldLoad("09-mixed-with-klog/apiserver-stdout.log");

        (load.Facts.Requests, load.Operations.Count, load.Facts.BadLines).ShouldBe((5, 2, 7));
        load.Facts.BadLineSamples.ShouldAllBe(b => b.Reason.StartsWith("another log line", StringComparison.Ordinal));
        // The server's own words for what it lost: one line, told apart.
        load.Facts.BadLineSamples.Length.ShouldBe(2);
    }

    [Fact]
    public void Googles_names_become_the_operations_that_were_called()
    {
        using var load = new FieldLoad("19-gke-subresources/entries.json", release: "1.30");

        load.Operations.ShouldContain("connectCoreV1GetNodeProxyWithPath");
        load.Operations.ShouldContain("replaceCoreV1NamespaceFinalize");
        load.Operations.ShouldContain("connectCoreV1PostNamespacedServiceProxyWithPath");
    }

    [Theory]
    [InlineData("15-rancher-api-audit/rancher-api-audit.log", "an API log of Rancher")]
    [InlineData("16-core-events/eventrouter.log", "Kubernetes Events")]
    [InlineData("16-core-events/kubectl-get-events.json", "Kubernetes Events")]
    [InlineData("34-wrong-inputs/audit-policy.json", "an audit Policy")]
    [InlineData("34-wrong-inputs/audit-policy.yaml", "an audit Policy")]
    [InlineData("34-wrong-inputs/empty-eventlist.json", "an EventList without any event")]
    [InlineData("34-wrong-inputs/empty.log", "empty")]
    [InlineData("34-wrong-inputs/login-page.log", "an HTML page")]
    [InlineData("34-wrong-inputs/newlines-only.log", "nothing but blank lines")]
    [InlineData("34-wrong-inputs/null-items.json", "an EventList without any event")]
    [InlineData("34-wrong-inputs/truncated.log.gz", "the beginning of one, and the compressed data is cut off")]
    [InlineData("34-wrong-inputs/unauthorized.json", "a Kubernetes Status")]
    [InlineData("34-wrong-inputs/zip/audit.log.zip", "compressed with zip")]
    public void What_is_no_audit_log_is_said_in_a_sentence(string log, string name) =>
        Should.Throw<LogInputException>(() => new FieldLoad(log)).Message.ShouldContain($" is {name}");
}
