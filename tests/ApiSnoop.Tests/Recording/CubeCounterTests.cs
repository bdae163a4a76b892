using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using CsCheck;

namespace ApiSnoop.Tests.Recording;

public class CubeCounterTests
{
    static readonly string[] s_operations = ["listCoreV1Node", "readCoreV1Node"];
    static readonly string[] s_texts = ["", "a", "b", "(other)"];

    static readonly Gen<(string Operation, string Agent, string User, string Space, short Code)> s_request = Gen.Select(
        Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 1],
        (o, a, u, n, c) => (s_operations[o], s_texts[a], s_texts[u], s_texts[n], (short)(c * 404)));

    [Fact]
    public void Counting_goes_on_where_a_recording_ended_as_if_it_had_not() =>
        Gen.Select(s_request.Array[0, 30], s_request.Array[0, 30]).Sample(
            (before, after) =>
            {
                var whole = Load(null, [.. before, .. after]);
                var first = Load(null, before).Cube();
                var second = Load(first, after);

                second.Cube().ShouldCount(whole.Cube());
                // The rows of the first load keep naming the right cells.
                second.Cube().Cells[..first.Cells.Length].Select(Place)
                    .ShouldBe(whole.Cube().Cells[..first.Cells.Length].Select(Place));
                second.Batch.Cell[..after.Length].ShouldBe(whole.Batch.Cell[before.Length..(before.Length + after.Length)]);
            },
            iter: 500);

    static Cell Place(Cell cell) => cell with { Requests = 0, FirstMicros = 0, LastMicros = 0 };

    [Fact]
    public void Beyond_its_limit_a_new_combination_loses_agent_user_and_namespace_but_no_request()
    {
        var dimensions = new Dimensions(new TargetTable(Recordings.Release));
        var counter = new CubeCounter(limit: 2);
        int Count(string agent) =>
            counter.Add(
                new(0, dimensions.Agents.Intern(System.Text.Encoding.UTF8.GetBytes(agent)), 0, 0, 0, 0, 200, 0), 1, dimensions);

        int[] numbers = [Count("a"), Count("b"), Count("c"), Count("d"), Count("a")];

        numbers.ShouldBe([0, 1, 2, 2, 0]);
        counter.Overflowed.ShouldBeTrue();
        counter.ToImmutable().Select(c => (dimensions.Agents[c.Agent], c.Requests)).ShouldBe([("a", 2L), ("b", 1L), (Cube.Other, 2L)]);
    }

    [Fact]
    public void A_great_many_combinations_are_told_apart()
    {
        var dimensions = new Dimensions(new TargetTable(Recordings.Release));
        var counter = new CubeCounter();

        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 50_000; i++)
                counter.Add(
                    new(i % 100, i, i / 3, i % 5, i % 7, (short)(i % 11), (short)(i % 600), (byte)(i % 60)), 10 + i + round, dimensions)
                    .ShouldBe(i);

        counter.ToImmutable()
            .ShouldAllBe(c => c.Requests == 2 && c.Target == c.Agent % 100 && c.User == c.Agent / 3 && c.Code == c.Agent % 600
                && c.Impersonator == c.Agent % 5 && c.Namespace == c.Agent % 7 && c.Verb == c.Agent % 11 && c.Deprecation == c.Agent % 60
                && c.FirstMicros == 10 + c.Agent && c.LastMicros == 11 + c.Agent);
    }

    [Fact]
    public void A_great_many_combinations_are_gone_on_with()
    {
        Cell[] cells = [.. Enumerable.Range(0, 50_000).Select(i => new Cell(0, i, 0, 0, 0, 200, i + 1))];
        string[] agents = [.. Enumerable.Range(0, 50_000).Select(i => $"agent{i}")];
        var before = new Cube([new Target("listCoreV1Node", default, "", "")], [.. agents], [""], [""], ["get"], [.. cells]);
        var counter = new CubeCounter();

        counter.Resume(before, new Dimensions(new TargetTable(Recordings.Release)));

        counter.ToImmutable().Select(c => c.Requests).ShouldBe(cells.Select(c => c.Requests));
    }

    static Recordings.Load Load(Cube? before, (string Operation, string Agent, string User, string Space, short Code)[] requests)
    {
        var load = new Recordings.Load(before);
        foreach (var r in requests) load.Add(r.Operation, r.Agent, r.User, r.Space, code: r.Code);
        return load;
    }
}
