using System.Text;
using System.Text.Json;
using ApiSnoop.Audit.Wrappings.Json;
using CsCheck;

namespace ApiSnoop.Tests.Wrappings;

public class JsonCraftTests
{
    static readonly Gen<string> s_text = Gen.String[Gen.OneOf<char>(
        Gen.OneOf('"', '\\', '\n', '\t', '{', '}', '/', 'é', '\u20ac', '\u0001'), Gen.Char.AlphaNumeric), 0, 400];

    static readonly JsonSerializerOptions s_pretty = new() { WriteIndented = true };

    [Fact]
    public void A_text_ends_and_reads_as_the_framework_has_it() => s_text.Sample(text =>
    {
        foreach (var options in new[] { JsonSerializerOptions.Default, RawEvents.Relaxed })
        {
            var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text, options) + ",\"more\"");
            var end = JsonText.End(json.AsSpan(1));
            var plain = new byte[end];

            var length = JsonText.Unescape(json.AsSpan(1, end), plain);

            Encoding.UTF8.GetString(plain, 0, length).ShouldBe(text);
        }
    });

    [Fact]
    public void A_value_ends_where_it_ends_on_one_line_or_on_many() => Gen.Select(s_text, s_text, Gen.Bool).Sample((a, b, pretty) =>
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new object[] { a, new { a, b = new object?[] { b, null, 1.5, true } }, Array.Empty<int>() },
            pretty ? s_pretty : JsonSerializerOptions.Default);

        JsonExtent.Of([.. json, .. ",{]"u8], out var length).ShouldBe(JsonReach.Whole);
        length.ShouldBe(json.Length);
        for (var cut = 1; cut < json.Length; cut += 7)
            JsonExtent.Of(json.AsSpan(0, cut), out _).ShouldBe(JsonReach.Open, $"cut after {cut} bytes");
    });

    [Theory]
    [InlineData("{\"a\":\"b\n{\"a\":\"b\"}")]
    [InlineData("{\"a\":\"b\"\n{\"a\":\"b\"}")]
    [InlineData("{\"a\":{\"c\":1},\n{\"a\":\"b\"}")]
    [InlineData("{\"a\":\n}")]
    public void What_goes_on_over_a_line_feed_as_JSON_does_not_is_broken(string text) =>
        JsonExtent.Of(Encoding.UTF8.GetBytes(text), out _).ShouldBe(JsonReach.Broken);

    [Fact]
    public void What_was_cut_off_anywhere_is_closed_and_keeps_what_was_whole()
    {
        var json = RawEvents.Lines.First(l => l.Contains("requestObject"));
        var cut = new CutJson();
        for (var length = 20; length < json.Length; length += 3)
        {
            using var whole = JsonDocument.Parse(cut.Close(Encoding.UTF8.GetBytes(json[..length])).ToArray());

            foreach (var key in new[] { "auditID", "verb", "requestURI" })
            {
                var said = $"\"{key}\":\"{JsonDocument.Parse(json).RootElement.GetProperty(key).GetString()}\"";
                if (json[..length].Contains(said)) whole.RootElement.TryGetProperty(key, out _).ShouldBeTrue($"{key} at {length}");
            }
        }
    }
}
