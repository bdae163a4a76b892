using ApiSnoop.Catalog;
using ApiSnoop.Explaining;
using ApiSnoop.Matching;

namespace ApiSnoop.Tests.Field;

public class ExplainingTests
{
    static readonly string s_odd = Repository.Path("tests/data/field/odd-paths/odd-paths-v1.20.2.log.gz");

    [Fact]
    public void A_line_of_a_log_is_explained_as_a_load_reads_it()
    {
        var explanation = Explain($"{s_odd}:7").ShouldHaveSingleItem();

        explanation.Place.ShouldBe($"{s_odd}:7");
        explanation.Request.Uri.ShouldBe("/api/v1/namespaces/default%2Fsecrets");
        explanation.Path.ShouldBe("/api/v1/namespaces/default/secrets");
        explanation.Operation!.Id.ShouldBe("listCoreV1NamespacedSecret");
        explanation.Segments.ShouldContain(("{namespace}", "default"));
        explanation.Agrees.ShouldBe(true);
        explanation.Near.Select(n => n.Operation.Id).ShouldContain("createCoreV1NamespacedSecret");
    }

    [Fact]
    public void Every_event_is_explained_as_the_load_counts_it()
    {
        var explanations = Explain(s_odd, most: 1000);

        explanations.Count.ShouldBe(346);
        explanations.ShouldAllBe(e => e.Agrees != false);
        var ends = explanations.GroupBy(e => e.Request.AuditId).Select(g => g.Last()).ToList();
        ends.Count.ShouldBe(155);
        ends.Count(e => e.Operation is not null).ShouldBe(97);
        ends.ShouldAllBe(e => e.Operation != null || e.Reason != MissReason.None);
    }

    [Fact]
    public void A_request_is_found_by_its_audit_id()
    {
        var id = Explain(s_odd, most: 1)[0].Request.AuditId;

        Explain(s_odd, id).ShouldAllBe(e => e.Request.AuditId == id);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Dx", false)]
    [InlineData("/api/v1/namespaces/shop%2Fpods?x=y", true)]
    public void An_event_without_a_reference_has_the_namespace_of_its_path_and_a_remark_if_that_was_escaped(string uri, bool isRemarked)
    {
        var log = Path.GetTempFileName();
        try
        {
            File.WriteAllText(log, Audit.AuditText.Event("1", uri: uri, verb: "list"));

            var explanation = Explain(log).ShouldHaveSingleItem();

            explanation.Request.Namespace.ShouldBe("shop");
            explanation.Remarks.Any(r => r.StartsWith("The server decodes", StringComparison.Ordinal)).ShouldBe(isRemarked);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Fact]
    public void A_line_without_an_event_says_why()
    {
        var log = Path.GetTempFileName();
        try
        {
            File.WriteAllText(log, "{\"kind\":\"Pod\"}\n" + Audit.AuditText.Event("1") + "\n");

            var answer = LogExplanations.Answer(
                new LogQuestion(ExplainedPlace.Parse($"{log}:1")), TestContext.Current.CancellationToken);

            answer.Bad.ShouldHaveSingleItem().ShouldStartWith($"{log}:1 is no audit event: ");
            answer.Explanations.ShouldBeEmpty();
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Theory]
    [InlineData("audit.log:12", "audit.log", null, 12L)]
    [InlineData("a.tar.gz!b/audit.log:3", "a.tar.gz", "a.tar.gz!b/audit.log", 3L)]
    [InlineData("(stdin):3", "-", null, 3L)]
    [InlineData("https://example.org/audit.log", "https://example.org/audit.log", null, null)]
    public void A_place_is_what_bad_lines_print(string place, string input, string? member, long? line) =>
        ExplainedPlace.Parse(place).ShouldBe(new ExplainedPlace(input, member, line));

    static IReadOnlyList<Explanation> Explain(string place, string? auditId = null, int most = 10) => LogExplanations.Answer(
        new LogQuestion(ExplainedPlace.Parse(place)) { AuditId = auditId, Most = most, Release = new ReleaseVersion(1, 20) },
        TestContext.Current.CancellationToken).Explanations;
}
