using System.Text;
using System.Text.Json;
using ApiSnoop.Audit.Wrappings;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Wrappings;

public sealed class UnwrappingAllocatesNothingTests
{
    /// <summary>As the command line of a cloud prints it: pretty, the event a text in a record.</summary>
    static byte[] Export(int records)
    {
        var text = new StringBuilder("{\n    \"events\": [\n");
        for (var i = 0; i < records; i++)
        {
            var stage = i % 2 == 0 ? "RequestReceived" : "ResponseComplete";
            var e = JsonSerializer.Serialize(AuditText.Event($"{i / 2}", stage: stage));
            text.Append(i == 0 ? "" : ",\n").Append(
                $"        {{\n            \"logStreamName\": \"kube-apiserver-audit-1\",\n            \"timestamp\": 1,\n            "
                    + $"\"message\": {e},\n            \"eventId\": \"{i}\"\n        }}");
        }

        return Encoding.UTF8.GetBytes(text.Append("\n    ]\n}\n").ToString());
    }

    static (long Allocated, long Given) Unwrap(byte[] export)
    {
        using var unwrapped = new UnwrappedStream(new MemoryStream(export), LogShape.Records, 1 << 20);
        var buffer = new byte[64 * 1024];
        var before = GC.GetAllocatedBytesForCurrentThread();
        long given = 0;
        for (int read; (read = unwrapped.Read(buffer)) > 0;) given += read;
        return (GC.GetAllocatedBytesForCurrentThread() - before, given);
    }

    [Fact]
    public void A_record_more_costs_no_memory()
    {
        var (few, many) = (Export(20_000), Export(40_000));
        Unwrap(few);

        var (first, second) = (Unwrap(few), Unwrap(many));

        (second.Given - first.Given).ShouldBeGreaterThan(5_000_000);
        ((second.Allocated - first.Allocated) / 20_000.0).ShouldBeLessThan(50, "bytes a record; the times of open requests are kept");
    }
}
