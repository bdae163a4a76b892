using System.Globalization;
using System.Xml;
using ApiSnoop.Catalog;
using ApiSnoop.Conformance.Standing;
using ApiSnoop.Conformance.Verdicts;

namespace ApiSnoop.Reports.Conformance;

/// <summary>A verdict of the gate as a junit report: a case an endpoint that it looked at.</summary>
public static class GateJunit
{
    /// <summary>Writes the report.</summary>
    public static void Write(GateVerdict verdict, TextWriter to)
    {
        using var xml = XmlWriter.Create(to, new() { Indent = true, CloseOutput = false, OmitXmlDeclaration = true });
        var cases = Cases(verdict).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", $"Conformance gate of Kubernetes {verdict.Release}");
        Number(xml, "tests", cases.Count);
        Number(xml, "failures", cases.Count(c => c.Element == "failure"));
        Number(xml, "errors", cases.Count(c => c.Element == "error"));
        Number(xml, "skipped", cases.Count(c => c.Element == "skipped"));
        foreach (var (name, group, element, message) in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("classname", group);
            if (element.Length > 0)
            {
                xml.WriteStartElement(element);
                xml.WriteAttributeString("message", message);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.Flush();
        to.WriteLine();
    }

    static IEnumerable<(string Name, string Group, string Element, string Message)> Cases(GateVerdict verdict)
    {
        if (verdict.Problem is { } problem)
        {
            yield return ("verdict", "gate", "error", problem);
            yield break;
        }
        foreach (var e in verdict.New)
            yield return Case(e, e.ConformanceTested ? "" : "failure", $"new in {verdict.Release} and without a conformance test");
        foreach (var e in verdict.Regressed)
            yield return Case(e, "failure", $"conformance tested in {verdict.Baseline}, and not any more");
        foreach (var e in verdict.Pending)
            yield return Case(e, e.ConformanceTested ? "" : "skipped", "on the pending list");
    }

    static (string, string, string, string) Case(EndpointStanding e, string element, string message) => (
        $"{e.Operation.Id} ({e.Operation.Method.Text()} {e.Operation.Path})",
        $"{(e.Operation.Group.Length == 0 ? "core" : e.Operation.Group)}/{e.Operation.Version}".TrimEnd('/'), element, message);

    static void Number(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
}
