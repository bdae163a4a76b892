using System.Xml.Linq;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Pictures;
using ApiSnoop.Reports.Certification;

namespace ApiSnoop.Tests.Certification;

public sealed class UpgradeRiskTests : Judged
{
    [Fact]
    public void Each_caller_of_a_cluster_is_judged_and_the_worst_comes_first()
    {
        var cluster = Load(
            "1.20", Call("/api/v1/pods", "list"), Call("/apis/batch/v1beta1/cronjobs", "list", user: "system:serviceaccount:shop:billing"),
            Call("/apis/extensions/v1beta1/ingresses", "list", agent: "old/2", user: "ann"),
            Call("/apis/extensions/v1beta1/ingresses", "watch", agent: "kube-controller-manager/v1",
                user: "system:kube-controller-manager"),
            Call("/version", agent: "walker/1", user: "bob"));

        var risk = UpgradeRisk.Of(cluster, new() { Target = "1.22" });

        risk.Callers.Select(c => (c.App, c.Kind)).ShouldBe(
            [
                ("old", VerdictKind.Gone), ("shop:billing", VerdictKind.Ends), ("walker", VerdictKind.NotEnoughSeen),
                ("shop:shop", VerdictKind.Certified),
            ]);
        risk.Noise.Sum(n => n.Requests).ShouldBe(1);
        ((int)risk.Worst).ShouldBe(12);
        risk.Callers.Sum(c => c.Confidence.Requests).ShouldBe(4, "each request is somebody's, and nobody else's");
    }

    [Fact]
    public void Of_the_crawlers_log_one_caller_is_at_risk()
    {
        var risk = UpgradeRisk.Of(LoadFile(Repository.Path("tests/data/field/28-crawlers-on-deprecated/audit.log")), new());

        risk.Callers.Single().App.ShouldBe("shop:billing");
        ((int)risk.Worst).ShouldBe(11);
    }

    [Fact]
    public void The_matrix_is_what_each_release_has()
    {
        var app = LoadFile(Repository.Path("tests/data/logs/app-kubectl-v1.20.2-metadata.log.gz"));
        var verdict = Judge(app);
        var used = verdict.InUse.Select(o => o.Operation.Id).ToList();

        foreach (var release in CertificationMatrix.Releases)
        {
            var ids = KubernetesCatalog.Shipped.Load(release).Operations.Select(o => o.Id).ToHashSet();
            CertificationMatrix.StateOf(verdict, release).ShouldBe(used.TrueForAll(ids.Contains) ? "ends" : "breaks", release.ToString());
        }

        CertificationMatrix.Releases.Length.ShouldBe(21);
        XDocument.Parse(MatrixSvg.Of([verdict])).Descendants().Count(e => e.Name.LocalName == "rect").ShouldBe(22);
    }
}
