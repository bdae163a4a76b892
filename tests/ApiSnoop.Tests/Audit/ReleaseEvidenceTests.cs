using ApiSnoop.Audit.Evidence;
using ApiSnoop.Catalog;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Audit;

/// <summary>Finding the release in a log's user agents.</summary>
public class ReleaseEvidenceTests : LogFolderFixture
{
    [Fact]
    public void The_api_server_outweighs_every_other_program()
    {
        var evidence =
            Find("e2e.test/v1.22.0 (linux/amd64)", "kubelet/v1.21.1", "kube-apiserver/v1.20.2 (linux/amd64) kubernetes/faecb19",
                "kubectl/v1.25.0", "curl/8.0");
        (evidence with { Seen = [] }).ShouldBe(
            new ReleaseEvidence(
                new ReleaseVersion(1, 20), EvidenceStrength.Strong, "kube-apiserver v1.20.2 (1 of 5 user agents looked at)")
            { Seen = [] });
    }

    [Theory]
    [InlineData("kube-controller-manager", "kube-scheduler")]
    [InlineData("kube-scheduler", "kubelet")]
    [InlineData("kubelet", "kube-proxy")]
    [InlineData("kube-proxy", "e2e.test")]
    [InlineData("e2e.test", "kubectl")]
    public void Programs_have_their_rank(string stronger, string weaker) =>
        Find($"{weaker}/v1.30.0", $"{stronger}/v1.20.0").Version.ShouldBe(new ReleaseVersion(1, 20));

    [Fact]
    public void A_client_alone_is_weak_evidence()
    {
        var evidence = Find("kubectl/v1.21.0 (linux/amd64) kubernetes/cb303e6");
        evidence.Version.ShouldBe(new ReleaseVersion(1, 21));
        evidence.Strength.ShouldBe(EvidenceStrength.Weak);
        evidence.Sentence.ShouldBe("kubectl v1.21.0 (1 of 1 user agents looked at); a client's version may differ from the cluster's");
    }

    [Fact]
    public void Of_several_versions_the_highest_counts_and_the_others_are_said()
    {
        var evidence = Find("kube-apiserver/v1.9.11", "kube-apiserver/v1.10.2", "kube-apiserver/v1.10.12", "kube-apiserver/v1.9.11");
        evidence.Version.ShouldBe(new ReleaseVersion(1, 10));
        evidence.Sentence.ShouldBe("kube-apiserver v1.10.12 (1 of 4 user agents looked at); also v1.10.2 (1), v1.9.11 (2)");
    }

    [Fact]
    public void Without_a_version_there_is_no_release()
    {
        var evidence = Find("curl/8.0", "kubelet/v0.0.0-master+$Format:%h$", "my-kubelet/v1.2.3", "");
        evidence.Version.ShouldBeNull();
        evidence.Strength.ShouldBe(EvidenceStrength.None);
    }

    [Theory]
    [InlineData("""{"userAgent" : "kubelet/v1.27.3-gke.100 (linux/amd64)"}""")]
    [InlineData("""{"message":"{\"userAgent\":\"kubelet/v1.27.3\"}"}""")]
    [InlineData("""{"callerSuppliedUserAgent":"kubelet/v1.27.3 (linux/amd64)"}""")]
    [InlineData("""{"message":"{\\\"userAgent\\\":\\\"kubelet/v1.27.3\\\"}"}""")]
    public void User_agents_are_found_in_every_wrapping(string log)
    {
        using var found = Expand(Write("a.log", log));
        ReleaseEvidence.Of(found.Inputs).Version.ShouldBe(new ReleaseVersion(1, 27));
    }

    [Fact]
    public void The_order_of_the_inputs_does_not_matter()
    {
        var a = Write("a.log", AuditText.Event(agent: "kubelet/v1.30.1"));
        var b = Write("b.log", AuditText.Event(agent: "kube-apiserver/v1.20.2"));
        var c = Write("c.log.gz", Gzip(AuditText.Event(agent: "kube-apiserver/v1.21.2")));
        using var one = Expand(a, b, c);
        using var other = Expand(c, b, a);
        (ReleaseEvidence.Of(one.Inputs) with { Seen = [] }).ShouldBe(ReleaseEvidence.Of(other.Inputs) with { Seen = [] });
        ReleaseEvidence.Of(one.Inputs).Version.ShouldBe(new ReleaseVersion(1, 21));
    }

    [Fact]
    public void A_plain_log_is_searched_further_when_its_start_tells_nothing()
    {
        var line = AuditText.Event(agent: "curl/8.0") + "\n";
        var path = Write(
            "a.log", string.Concat(Enumerable.Repeat(line, (9 << 20) / line.Length)) + AuditText.Event(agent: "kubelet/v1.19.4"));
        using var found = Expand(path);
        ReleaseEvidence.Of(found.Inputs).Version.ShouldBe(new ReleaseVersion(1, 19));
    }

    public static TheoryData<string> Logs => RealLog.BundledNames;

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_real_log_tells_its_release(string log) => ShouldTellItsRelease(RealLog.Named(log));

    [Fact]
    public void Large_logs_tell_their_release()
    {
        foreach (var log in RealLog.Large) ShouldTellItsRelease(log);
    }

    static void ShouldTellItsRelease(RealLog log)
    {
        using var found = Expand(log.Path);
        var evidence = ReleaseEvidence.Of(found.Inputs);
        evidence.Version.ToString().ShouldBe(log.Release);
        evidence.Sentence.ShouldStartWith(log.Release == "1.12" ? "e2e.test v1.12.0" : "kube-apiserver v1.20.2");
    }

    ReleaseEvidence Find(params string[] agents)
    {
        using var found = Expand(Write("audit.log", string.Join('\n', agents.Select(a => AuditText.Event(agent: a)))));
        return ReleaseEvidence.Of(found.Inputs);
    }
}
