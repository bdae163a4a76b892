using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public class QueryParametersTests
{
    static IReadOnlyList<(string Name, long Requests)> Sent(params string[] uris) =>
    [
        .. LoadedText.Of(string.Join('\n', uris.Select((uri, i) => AuditText.Event(id: $"id-{i}", uri: uri)))).Parameters
            .Where(p => p.OperationId == "listCoreV1Node").Select(p => (p.Name, p.Requests)),
    ];

    [Fact]
    public void Requests_are_counted_by_the_names_that_they_carry() =>
        Sent("/api/v1/nodes?limit=500&resourceVersion=0", "/api/v1/nodes?limit=1", "/api/v1/nodes")
            .ShouldBe([("limit", 2), ("resourceVersion", 1)]);

    [Theory]
    [InlineData("/api/v1/nodes?watch=1&watch=2", "watch")]
    [InlineData("/api/v1/nodes?watch=1&limit=1&watch=2", "limit watch")]
    [InlineData("/api/v1/nodes?watch", "watch")]
    [InlineData("/api/v1/nodes?&&=x&watch=a=b&", "watch")]
    [InlineData("/api/v1/nodes?field%53elector=a%26b", "fieldSelector")]
    [InlineData("/api/v1/nodes?a?b=1", "a?b")]
    [InlineData("/api/v1/nodes?", "")]
    public void A_request_counts_once_for_each_name(string uri, string names) =>
        Sent(uri).ShouldBe([.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => (n, 1L))]);

    [Fact]
    public void Names_without_end_are_counted_and_not_kept()
    {
        Sent("/api/v1/nodes?" + new string('n', 1_000) + "=1").ShouldBe([(new string('n', 200), 1)]);
        Sent("/api/v1/nodes?" + new string('n', 10_000) + "=1").ShouldBe([(Cube.Other, 1)]);
    }

    [Fact]
    public void Beyond_its_limit_new_lists_of_names_are_counted_together()
    {
        var dimensions = new Dimensions(new TargetTable(LoadedText.SmallRelease));
        var counter = new ParameterCounter(dimensions, limit: 1);

        foreach (var name in (string[])["a", "b", "a", "c"])
            counter.Add(3, dimensions.Parameters.Intern(System.Text.Encoding.UTF8.GetBytes(name)));

        counter.Overflowed.ShouldBeTrue();
        counter.ToCounts().ShouldBe([new("listCoreV1Node", "(other)", 2), new("listCoreV1Node", "a", 2)]);
    }

    [Fact]
    public void Requests_that_matched_nothing_have_no_parameters_to_count() =>
        LoadedText.Of(AuditText.Event(uri: "/apis/example.com/v1/things?watch=1")).Parameters.ShouldBeEmpty();
}
