using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Tests.Audit;

namespace ApiSnoop.Tests.Loading;

public class LoadFilterTests
{
    static readonly string s_log = string.Join('\n',
        AuditText.Event("1", user: "system:serviceaccount:shop:web"),
        AuditText.Event("2", user: "system:serviceaccount:shop:worker"),
        AuditText.Event("3", user: "system:serviceaccount:kube-system:default"),
        AuditText.Event("4", user: "admin"));

    [Theory]
    [InlineData("shop:web", 1)]
    [InlineData("system:serviceaccount:shop:web", 1)]
    [InlineData("shop:*", 2)]
    [InlineData("/shop:w(eb|orker)/", 2)]
    [InlineData("-shop:*", 2)]
    [InlineData("*:default", 1)]
    [InlineData("", 1)]
    public void A_service_account_is_asked_for_like_any_other_text(string pattern, int kept) =>
        LoadedText.Of(s_log, new LoadFilterTerms { ServiceAccounts = [ServiceAccountPattern.Parse(pattern)] }).Requests.ShouldBe(kept);

    [Fact]
    public void User_and_service_account_must_agree_as_all_fields_must()
    {
        var terms = new LoadFilterTerms
        {
            ServiceAccounts = [ServiceAccountPattern.Parse("shop:*")],
            Users = [TextPattern.Parse("*:web", prose: false)],
        };

        LoadedText.Of(s_log, terms).Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("verb3*", 111)]
    [InlineData("-verb3*", 289)]
    [InlineData("verb399", 1)]
    public void Texts_beyond_what_is_kept_apart_are_judged_by_what_they_are(string pattern, int kept)
    {
        var log = string.Join('\n', Enumerable.Range(0, 400).Select(i => AuditText.Event($"{i}", verb: $"verb{i}")));

        var load = LoadedText.Of(log, new LoadFilterTerms { Verbs = [TextPattern.Parse(pattern, prose: false)] });

        load.Requests.ShouldBe(kept);
        (load.Requests + load.Filtered).ShouldBe(400);
    }
}
