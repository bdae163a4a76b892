using System.Text;
using ApiSnoop.Audit.Inputs;
using ApiSnoop.Audit.Wrappings;
using ApiSnoop.Loading;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Audit;
using ApiSnoop.Tests.Recording;

namespace ApiSnoop.Tests.Wrappings;

public class NoAuditLogTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n \r\n", "nothing but blank lines")]
    [InlineData("\0\0\0\n\0", "nothing but zeros")]
    [InlineData("<!DOCTYPE html>\n<html>", "an HTML page")]
    [InlineData("\n<HTML><body>", "an HTML page")]
    [InlineData("<?xml version='1.0'?>", "XML")]
    [InlineData("{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"reason\":\"Started\"}", "Kubernetes Events")]
    [InlineData("{\"apiVersion\":\"events.k8s.io/v1\",\"kind\":\"Event\"}", "Kubernetes Events")]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Event\",\"apiVersion\":\"v1\"}],\"kind\":\"List\"}", "Kubernetes Events")]
    [InlineData("{\"verb\":\"ADDED\",\"event\":{\"kind\":\"Event\",\"apiVersion\":\"v1\"}}", "Kubernetes Events")]
    [InlineData("{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{}}", "AdmissionReviews")]
    [InlineData("{\"apiVersion\":\"audit.k8s.io/v1\",\"kind\":\"Policy\",\"rules\":[]}", "an audit Policy")]
    [InlineData("# my policy\napiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n", "an audit Policy")]
    [InlineData("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"reason\":\"Unauthorized\",\"code\":401}",
        "a Kubernetes Status (Unauthorized)")]
    [InlineData("{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[]}", "an EventList without any event")]
    [InlineData("[]", "an empty list")]
    [InlineData("{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}", "a Kubernetes object of kind Pod")]
    [InlineData("{\"auditID\":\"1\",\"requestURI\":\"/v3/clusters\",\"method\":\"GET\"}", "an API log of Rancher")]
    [InlineData("{\"swagger\":\"2.0\",\"paths\":{}}", "an OpenAPI document")]
    [InlineData("{\"a\":1}", "JSON, but no audit event")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\n", "YAML of kind ConfigMap")]
    [InlineData("replicas: 3\n", "YAML, but no audit event")]
    [InlineData("# How to\n\nTurn it on.\n", "Markdown")]
    [InlineData("I1120 10:00:00.000001       1 flags.go:64] FLAG", "a program's own log")]
    [InlineData("2017-03-21T03:57:09Z AUDIT: id=\"c9\" stage=\"x\"", "an audit log in the legacy text format")]
    [InlineData("PK\u0003\u0004xxxxxx", "compressed with zip")]
    [InlineData("hello\nworld\n", "text, but no audit log")]
    public void An_input_is_named_by_how_it_begins(string text, string name) =>
        NoAuditLog.Name(Encoding.UTF8.GetBytes(text)).ShouldStartWith(name);

    [Fact]
    public void Among_logs_it_is_one_line_and_no_bad_lines()
    {
        using var folder = new TemporaryFolder();
        var logs = Directory.CreateDirectory(Path.Combine(folder.Path, "logs")).FullName;
        File.WriteAllText(Path.Combine(logs, "audit.log"), AuditText.Event("1") + "\nnonsense\n");
        File.WriteAllText(Path.Combine(logs, "README.md"), "# Logs\n\nof a cluster\n");

        var facts = Load(folder.Path, logs);

        facts.BadLines.ShouldBe(1);
        facts.Lines.ShouldBe(2);
        facts.Sources.ShouldHaveSingleItem().Name.ShouldEndWith("audit.log");
        facts.Notes.Count(n => n.StartsWith("Left out")).ShouldBe(1);
        facts.Notes.ShouldContain($"Left out {Path.Combine(logs, "README.md")}: it is Markdown.");
    }

    [Fact]
    public void Alone_it_makes_no_recording_and_leaves_an_old_one()
    {
        using var folder = new TemporaryFolder();
        var (log, page) = (Path.Combine(folder.Path, "audit.log"), Path.Combine(folder.Path, "page.log"));
        File.WriteAllText(log, AuditText.Event("1") + "\n");
        File.WriteAllText(page, "<html></html>");

        Should.Throw<LogInputException>(() => Load(folder.Path, page)).Message.ShouldEndWith("at. No recording was made.");
        Directory.Exists(Path.Combine(folder.Path, "store", "app")).ShouldBeFalse();
        Load(folder.Path, log).Requests.ShouldBe(1);
        Should.Throw<LogInputException>(() => Load(folder.Path, page)).Message.ShouldBe(
            $"{page} holds no audit event: it is an HTML page, such as one to log in at. The recording of \"app\" was left as it was.");
    }

    static Manifest Load(string folder, string input) => AuditLoad.Run(
        new LoadRequest { App = "app", Inputs = [input] }, new RecordingStore(Path.Combine(folder, "store")), new LoadProgress(),
        TestContext.Current.CancellationToken);
}
