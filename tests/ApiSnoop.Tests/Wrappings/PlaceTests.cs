using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Wrappings;

/// <summary>Where bad lines are told to be, and what does not cost more than itself.</summary>
public class PlaceTests
{
    static readonly string s_one = AuditText.Event("a1");
    static readonly string s_two = AuditText.Event("a2", uri: "/api/v1/namespaces/shop/pods", nameSpace: "shop");

    [Fact]
    public void A_bad_line_is_told_where_it_is_in_the_file()
    {
        using var load = new WrappedLoad($"n1 {s_one}\nn1 {s_two[..60]}\n\nn1 {s_two}\nn1 {s_two[..90]}\n");

        load.Facts.Requests.ShouldBe(2);
        load.Facts.Lines.ShouldBe(5);
        load.Facts.BadLines.ShouldBe(2);
        load.Facts.BadLineSamples.ShouldHaveSingleItem().Line.ShouldBe(2);
    }

    [Fact]
    public void In_a_pretty_printed_export_the_line_is_that_of_the_record()
    {
        var log = $$"""
            [
              {
                "kind": "record",
                "message": {{RawEvents.Json(s_one)}}
              },
              {
                "kind": "record",
                "message": {{RawEvents.Json(s_one[..70])}}
              }
            ]

            """;

        using var load = new WrappedLoad(log);

        load.Facts.BadLineSamples.ShouldHaveSingleItem().Line.ShouldBe(6);
        load.Facts.Lines.ShouldBe(log.Count(c => c == '\n'));
    }

    [Fact]
    public void A_line_cut_by_a_crash_costs_only_itself_behind_a_prefix_too()
    {
        for (var length = 30; length < s_one.Length; length += 11)
        {
            using var load = new WrappedLoad($"n1 {s_two}\nn1 {s_one[..length]}{AuditText.Event("a3")}\nn1 {AuditText.Event("a4")}\n");

            load.Facts.Requests.ShouldBe(3, $"cut after {length}");
            load.Facts.BadLines.ShouldBe(1);
        }
    }

    [Fact]
    public void Two_crashes_on_one_line_cost_two_events()
    {
        using var load = new WrappedLoad($"{s_one[..200]}{s_two[..150]}{AuditText.Event("a3")}\n{AuditText.Event("a4")}\n");

        (load.Facts.Requests, load.Facts.BadLines).ShouldBe((2, 2));
    }

    [Fact]
    public void A_record_that_was_cut_off_does_not_take_the_next_ones_with_it()
    {
        string Record(string e) => RawEvents.Json(new { category = "kube-audit", properties = new { log = e }, time = "x" });
        var whole = Record(s_two);
        for (var length = 1; length < whole.Length; length += 13)
        {
            using var load = new WrappedLoad($"{Record(s_one)}\n{whole[..length]}\n{Record(AuditText.Event("a3"))}\n");

            load.Facts.Events.ShouldBeInRange(2, 3, $"cut after {length}");
            load.Facts.Lines.ShouldBe(3);
            (load.Facts.Events + load.Facts.BadLines).ShouldBe(3, $"cut after {length}");
        }
    }

    [Fact]
    public void A_piece_whose_end_is_lost_does_not_hold_the_next_event()
    {
        using var load = new WrappedLoad(
            $"2024-10-21T16:18:00Z stdout P {s_one[..300]}\n2024-10-21T16:18:01Z stdout F {s_two}\n");

        load.Facts.Events.ShouldBe(2);
        load.Recognised.ShouldContain("1 event cut off");
    }

    [Fact]
    public void A_document_longer_than_memory_should_be_is_gone_into()
    {
        var filler = new string('x', 1000);
        var records = string.Join(',', Enumerable.Range(0, 12_000).Select(i => RawEvents.Json(
            new { logStreamName = $"s{i % 2}", message = i % 2 == 0 ? AuditText.Event($"id{i}") : filler })));

        using var load = new WrappedLoad($$"""{"searchedLogStreams":[],"events":[{{records}}],"nextToken":"x"}""");

        (load.Facts.Requests, load.Facts.BadLines).ShouldBe((6_000, 0));
        load.Recognised.ShouldBe("EKS CloudWatch export, 2 log streams, 1 is no audit log.");
    }

    [Fact]
    public void What_is_unwrapped_is_held_to_the_same_strictness() =>
        Should.Throw<ApiSnoop.Loading.StrictLoadException>(() =>
        {
            using var load = new WrappedLoad(
                System.Text.Encoding.UTF8.GetBytes($"n {s_one}\nn {s_two[..^1]},\"requestObject\":{{\"a\":nonsense}}}}\n"), strict: true);
        });
}
