using System.Buffers;
using System.Text;
using System.Text.Json;
using ApiSnoop.Capturing.Batches;

namespace ApiSnoop.Tests.Capturing;

public class EventCutterTests
{
    const string Whole = """
        {"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[
          {"level":"RequestResponse","auditID":"a","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/d/secrets?x=\"y\"",
           "verb":"create","user":{"username":"u","groups":["g"],"extra":{"token":["SECRET"]}},"userAgent":"é\u00e9",
           "objectRef":{"resource":"secrets"},"responseStatus":{"metadata":{},"message":"SECRET","code":201},
           "requestObject":{"data":{"a":["SECRET",{"b":1}]}},"responseObject":"SECRET","somethingNew":{"x":"SECRET"},
           "requestReceivedTimestamp":"2026-11-26T10:00:00.000001Z","stageTimestamp":"2026-11-26T10:00:01.5Z",
           "annotations":{"k8s.io/deprecated":"true","patch.webhook.admission.k8s.io/round_0_index_0":"SECRET"}},
          {"auditID":"b","request\u004fbject":"SECRET","verb":"get","stageTimestamp":"2026-11-26T09:00:00Z"}]}
        """;

    const string First = """
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"a","stage":"ResponseComplete",
        "requestURI":"/api/v1/namespaces/d/secrets?x=\"y\"","verb":"create","user":{"username":"u","groups":["g"]},"userAgent":"é\u00e9",
        "objectRef":{"resource":"secrets"},"responseStatus":{"code":201},"requestReceivedTimestamp":"2026-11-26T10:00:00.000001Z",
        "stageTimestamp":"2026-11-26T10:00:01.5Z","annotations":{"k8s.io/deprecated":"true"}}
        """;

    [Fact]
    public void An_event_keeps_its_request_and_outcome_and_loses_everything_that_may_be_of_a_body()
    {
        var lines = Cut(Whole, out var cutter).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(2);
        lines[0].ShouldBe(First.ReplaceLineEndings(""));
        lines[1].ShouldBe(
            """{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"b","verb":"get","stageTimestamp":"2026-11-26T09:00:00Z"}""");
        (cutter.Events, cutter.HasList).ShouldBe((2, true));
        cutter.Newest.ShouldBe(new DateTimeOffset(2026, 11, 26, 10, 0, 1, 500, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void Where_the_pieces_are_cut_changes_nothing(int size) => Cut(Whole, out _, size).ShouldBe(Cut(Whole, out _));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{\"items\":{}}")]
    [InlineData("{\"items\":[1]}")]
    [InlineData("{\"items\":[{}]} x")]
    [InlineData("{\"items\":[{\"verb\":\"get\"")]
    public void What_is_no_list_of_events_is_told(string text) => Should.Throw<JsonException>(() => Cut(text, out _));

    static string Cut(string text, out EventCutter cutter, int size = int.MaxValue)
    {
        var lines = new ArrayBufferWriter<byte>();
        cutter = new EventCutter(lines, EventCutter.InList);
        var json = Encoding.UTF8.GetBytes(text);
        var kept = Array.Empty<byte>();
        for (var at = 0; at < json.Length; at += Math.Min(size, json.Length))
        {
            kept = [.. kept, .. json.AsSpan(at, Math.Min(size, json.Length - at))];
            kept = kept[cutter.Take(kept, isLast: false)..];
        }

        cutter.Take(kept, isLast: true);
        return Encoding.UTF8.GetString(lines.WrittenSpan);
    }
}
