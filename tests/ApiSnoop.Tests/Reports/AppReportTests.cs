using System.Xml.Linq;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Reports;
using ApiSnoop.Reports.AppReports;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Reports;

public sealed class AppReportTests : LogFolderFixture
{
    AppReport ReportOf(string log)
    {
        var store = new RecordingStore(Path.Combine(Folder, "store"));
        AuditLoad.Run(new LoadRequest { App = "app", Inputs = [log] }, store, new LoadProgress(), TestContext.Current.CancellationToken);
        return AppReport.Of(new RecordingShelf(store).Coverage("app", RecordingFilter.All)!);
    }

    static string Html(AppReport report)
    {
        var text = new StringWriter();
        AppReportHtml.Write(report, text);
        return text.ToString();
    }

    [Fact]
    public void It_tells_what_will_go_who_calls_it_and_what_replaces_it()
    {
        var report = ReportOf(Repository.Path("tests/data/field/28-crawlers-on-deprecated/audit.log"));

        var text = new StringWriter();
        AppReportMarkdown.Write(report, text);

        text.ToString().ShouldContain(
            "| billing/2.3 | get | /apis/batch/v1beta1/namespaces/{namespace}/cronjobs | 1 | 1.25 | use batch/v1, served since 1.21 |");
        report.Verdict.ShouldEndWith("Kubernetes 1.22 is the first release that lacks one of them.");
    }

    [Fact]
    public void The_page_is_one_file_that_fetches_nothing_and_its_chart_counts_what_its_sentence_does()
    {
        var report = ReportOf(RealLog.Named("app-kubectl-v1.20.2-metadata").Path);

        var html = Html(report);

        html.ShouldContain("<svg");
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldNotContain("<link", Case.Insensitive);
        html.ShouldNotContain("src=", Case.Insensitive);
        html.ShouldContain($">{report.Profile.Used.Count(u => !u.Operation.Deprecated)}</text>");
        var body = html[(html.IndexOf("<body>", StringComparison.Ordinal))..(html.IndexOf("</html>", StringComparison.Ordinal))];
        var page = XDocument.Parse(body);
        page.Descendants("h2").Select(h => h.Value).ShouldBe([.. report.Sections.Select(s => s.Heading), "What this rests on"]);
        var calls = page.Descendants("h2").Single(h => h.Value == "What it calls").ElementsAfterSelf().First(e => e.Name == "div");
        calls.Descendants("tbody").Count().ShouldBe(report.Profile.Used.Length);
    }

    [Fact]
    public void Text_of_a_log_stays_text()
    {
        var report = ReportOf(Write("audit.log", AuditText.Event("1", agent: "<img src=x onerror=alert(1)>", user: "[a](http://x) `b`")));

        Html(report).ShouldNotContain("<img");
        var markdown = new StringWriter();
        AppReportMarkdown.Write(report, markdown);
        markdown.ToString().ShouldNotContain("| <img");
    }
}
