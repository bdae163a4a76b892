using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Audit;

public class ReadingDocumentsTests
{
    static readonly string s_one = AuditText.Event("a1");
    static readonly string s_two = AuditText.Event("a2", uri: "/api/v1/namespaces/shop/pods", nameSpace: "shop");

    [Fact]
    public void Lines_are_events() => ShouldHoldTwo($"{s_one}\n{s_two}\n");

    [Fact]
    public void The_last_line_needs_no_line_feed() => ShouldHoldTwo($"{s_one}\n{s_two}");

    [Fact]
    public void Windows_line_ends_blank_lines_and_a_byte_order_mark_are_no_harm() =>
        ShouldHoldTwo($"\uFEFF{s_one}\r\n\r\n  \r\n{s_two}\r\n\r\n");

    [Fact]
    public void Zeros_left_by_a_crash_are_stepped_over() => ShouldHoldTwo($"{s_one}\n\0\0\0\0{s_two}\n\0\0");

    [Fact]
    public void Documents_may_stand_on_one_line() => ShouldHoldTwo(s_one + s_two);

    [Fact]
    public void Pretty_printed_documents_are_read() => ShouldHoldTwo($"{Pretty(s_one)}\n{Pretty(s_two)}\n");

    [Fact]
    public void An_array_is_read() => ShouldHoldTwo($"[{s_one},{s_two}]");

    [Fact]
    public void An_array_with_an_event_a_line_is_read() => ShouldHoldTwo($"[\n{s_one},\n{s_two}\n]\n");

    [Fact]
    public void A_pretty_printed_array_is_read() => ShouldHoldTwo(Pretty($"[{s_one},{s_two}]"));

    [Fact]
    public void An_event_list_is_read() =>
        ShouldHoldTwo($$"""{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{{s_one}},{{s_two}}]}""");

    [Fact]
    public void The_items_of_a_list_need_no_kind_and_the_list_may_name_its_kind_last()
    {
        var items = string.Join(',', new[] { s_one, s_two }.Select(Bare));

        ShouldHoldTwo($$"""{"items":[{{items}}],"kind":"EventList"}""");
    }

    [Fact]
    public void Several_lists_stand_on_lines_of_their_own() =>
        ShouldHoldTwo($$"""
            {"kind":"EventList","items":[{{s_one}}],"metadata":{"a":[1,{"b":2} ]} }
            {"kind":"EventList","items":[{{s_two}}]}
            """);

    [Fact]
    public void An_array_of_lists_is_read() => ShouldHoldTwo($$"""[{"items":[{{s_one}}]},{"items":[]},{"items":[{{s_two}}]}]""");

    [Fact]
    public void An_empty_file_and_an_empty_list_hold_nothing_and_are_not_bad()
    {
        foreach (var text in new[] { "", "\n", "[]", """{"kind":"EventList","items":[]}""",
            """{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":null}""" })
        {
            var log = LoadedText.Of(text);

            log.Events.ShouldBe(0);
            log.Bad.ShouldBe(0, text);
        }
    }

    [Fact]
    public void The_versions_before_v1_are_read()
    {
        const string Request = """
            "auditID":"x","requestURI":"/api/v1/nodes","verb":"list","user":{"username":"bob"},"timestamp":"2017-09-11T19:57:33Z"
            """;
        var log = LoadedText.Of($$$"""
            {"kind":"Event","apiVersion":"audit.k8s.io/v1beta1","metadata":{"name":"m"},{{{Request}}},"stage":"RequestReceived"}
            {"kind":"Event","apiVersion":"audit.k8s.io/v1alpha1",{{{Request}}},"stage":"ResponseComplete","responseStatus":{"code":200}}
            """);

        log.Events.ShouldBe(2);
        log.Requests.ShouldBe(1);
    }

    [Fact]
    public void A_bad_line_is_told_with_its_number_and_never_stops_the_load()
    {
        var log = LoadedText.Of($"{s_one}\nthis is no JSON\n{s_two[..100]}\n{s_two}\n");

        log.Requests.ShouldBe(2);
        log.Bad.ShouldBe(2);
        log.BadLines.Select(b => b.Line).ShouldBe([2, 3]);
        log.BadLines[0].Reason.ShouldContain("not JSON");
    }

    [Fact]
    public void A_last_line_that_was_cut_off_is_told()
    {
        foreach (var length in new[] { 1, 2, 20, s_two.Length / 2, s_two.Length - 1 })
        {
            var log = LoadedText.Of($"{s_one}\n{s_two[..length]}");

            log.Requests.ShouldBe(1);
            log.Bad.ShouldBe(1, $"cut after {length} bytes");
            log.BadLines[0].Reason.ShouldStartWith("cut off");
        }
    }

    [Fact]
    public void A_line_cut_anywhere_costs_only_itself()
    {
        for (var length = 1; length < s_two.Length; length++)
        {
            var log = LoadedText.Of($"{s_two[..length]}\n{s_one}\n{s_two}\n");

            log.Requests.ShouldBe(2, $"cut after {length} bytes: {s_two[..length]}");
            log.Bad.ShouldBe(1, $"cut after {length} bytes");
        }
    }

    [Fact]
    public void A_broken_pretty_printed_document_counts_once()
    {
        var broken = Pretty(s_two).Replace("\"verb\":", "\"verb\"", StringComparison.Ordinal);

        var log = LoadedText.Of($"{Pretty(s_one)}\n{broken}\n{Pretty(s_two)}\n");

        log.Requests.ShouldBe(2);
        log.Bad.ShouldBe(1);
    }

    [Fact]
    public void JSON_that_is_no_audit_event_is_told()
    {
        foreach (var other in new[] { "{\"kind\": 0}", "{\"kind\":\"Pod\",\"auditID\":\"x\"}", "{}", "{\"message\":\"hello\"}",
            "[1,\"a\",null]" })
        {
            var log = LoadedText.Of($"{other}\n{s_one}\n");

            log.Requests.ShouldBe(1, other);
            log.Bad.ShouldBe(other[0] == '[' ? 3 : 1, other);
        }
    }

    [Fact]
    public void The_legacy_text_format_is_named()
    {
        var log = LoadedText.Of(
            """2017-03-21T03:57:09.106841886-04:00 AUDIT: id="c939d2a7" stage="x" ip="127.0.0.1" method="GET" uri="/api" """);

        log.BadLines.ShouldHaveSingleItem().Reason.ShouldContain("legacy");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Text_in_another_encoding_is_named(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        var log = LoadedText.Of(
            [[.. encoding.GetPreamble(), .. encoding.GetBytes(AuditText.Event("1") + "\n" + AuditText.Event("2") + "\n")]]);

        log.BadLines.Count.ShouldBeGreaterThanOrEqualTo(2);
        log.BadLines.Take(2).ShouldAllBe(b => b.Reason == "UTF-16 text: write it as UTF-8");
    }

    [Fact]
    public void Strict_validates_what_is_otherwise_skipped()
    {
        var odd = s_one[..^1] + ",\"requestObject\":{\"a\":nonsense}}";

        LoadedText.Of(odd).Bad.ShouldBe(0);
        LoadedText.Of(odd, strict: true).BadLines.ShouldHaveSingleItem().Reason.ShouldContain("skipped");
    }

    [Fact]
    public void Escapes_are_read_in_keys_and_values()
    {
        var log = LoadedText.Of(
            """{"\u006bind":"Event","auditID":"x","stage":"ResponseComplete","requestURI":"\/api\/v1\/nodes?a=1\u0026b=2","""
            + """ "verb":"li\u0073t","userAgent":"caf\u00e9 \ud83d\ude00 \ud800 \"q\" \\"}""");

        log.Hits.ShouldContainKey("listCoreV1Node");
        log.Cube.Agents.ShouldContain("café 😀 \uFFFD \"q\" \\");
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_read_with_a_replacement()
    {
        var bytes = Encoding.UTF8.GetBytes(AuditText.Event(agent: "curl/X"));
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0xFF;

        LoadedText.Of([bytes]).Cube.Agents.ShouldContain("curl/\uFFFD");
    }

    [Fact]
    public void Brackets_and_quotes_in_texts_do_not_confuse_the_reader()
    {
        var body = """{"a":"}]}\"{[{","b":["\\","\\\"",{"c":"}"}],"d":"\\\\\\\""}""";
        var line = s_one[..^1] + $",\"requestObject\":{body},\"annotations\":{body}}}";

        var log = LoadedText.Of($"{line}\n{s_two}\n");

        log.Requests.ShouldBe(2);
        log.Bad.ShouldBe(0);
    }

    [Fact]
    public void A_document_far_longer_than_a_chunk_is_read()
    {
        var big = s_one[..^1] + ",\"responseObject\":{\"data\":\"" + new string('x', 5_000_000) + "\"}}";

        var log = LoadedText.Of($"{s_two}\n{big}\n{AuditText.Event("a3")}\n", threads: 2);

        log.Requests.ShouldBe(3);
        log.Lines.ShouldBe(3);
    }

    [Fact]
    public void A_line_beyond_the_limit_is_told_and_stepped_over()
    {
        var big = s_one[..^1] + ",\"responseObject\":{\"data\":\"" + new string('x', 5_000_000) + "\"}}";

        var log = LoadedText.Of([Encoding.UTF8.GetBytes($"{s_two}\n{big}\n{AuditText.Event("a3")}\n")], longest: 2 << 20);

        log.Requests.ShouldBe(2);
        log.BadLines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(b => b.Line.ShouldBe(2), b => b.Reason.ShouldContain("2 MiB"));
    }

    [Fact]
    public void Long_inputs_in_every_wrapping_are_read_whole_with_right_line_numbers()
    {
        var events = Enumerable.Range(0, 6_000).Select(i => AuditText.Event($"id{i}", uri: "/api/v1/nodes/" + new string('n', i % 400)))
            .ToList();
        var lines = string.Join('\n', events);

        foreach (var text in new[]
        {
            lines, $"[{string.Join(",\n", events)}]", Pretty($"[{string.Join(',', events)}]"), string.Join('\n', events.Select(Pretty)),
            $$"""{"kind":"EventList","items":[{{string.Join(',', events)}}]}""",
        })
        {
            var log = LoadedText.Of(text + "\nbad\n", threads: 2);

            log.Requests.ShouldBe(6_000);
            log.BadLines.ShouldHaveSingleItem().Line.ShouldBe(text.Count(c => c == '\n') + 2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bad_lines_have_their_numbers_and_all_lines_are_counted_in_any_mixture(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var bad = new List<long>();
        var events = 0;
        long line = 1;
        while (text.Length < 4_000_000)
        {
            var (document, isEvent) = random.Next(7) switch
            {
                0 => ("\r\n\n  ", true),
                1 => ("no JSON", false),
                2 => ("{\"a\":{\n\"b\":[1,\n2]}}", false),
                3 => (s_one[..random.Next(20, s_one.Length - 1)], false),
                4 => (Pretty(AuditText.Event($"id{events++}")), true),
                5 when random.Next(2000) == 0 => (AuditText.Event($"id{events++}", uri: new string('/', 1_500_000)), true),
                _ => (AuditText.Event($"id{events++}", uri: "/api/" + new string('n', random.Next(400))), true),
            };
            if (!isEvent) bad.Add(line);
            text.Append(document).Append('\n');
            line += document.Count(c => c == '\n') + 1;
        }

        var log = LoadedText.Of(text.ToString(), threads: 2);

        log.Events.ShouldBe(events);
        log.Bad.ShouldBe(bad.Count);
        log.Lines.ShouldBe(line - 1);
        log.BadLines.Select(b => b.Line).ShouldBe(bad.Take(20));
    }

    static void ShouldHoldTwo(string text)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            var log = LoadedText.Of(text, threads: threads);

            log.BadLines.ShouldBeEmpty();
            log.Requests.ShouldBe(2);
            log.Hits.Keys.Order().ShouldBe(["listCoreV1NamespacedPod", "listCoreV1Node"]);
        }
    }

    static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    static string Bare(string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        item.Remove("kind");
        item.Remove("apiVersion");
        return item.ToJsonString();
    }
}
