using System.Globalization;
using System.Xml;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;
using ApiSnoop.Certification.Rules;

namespace ApiSnoop.Reports.Certification;

/// <summary>Verdicts as a junit report: for each app a suite with a case for each rule, and one with a case for each operation.</summary>
public static class VerdictJunit
{
    /// <summary>Writes the report.</summary>
    public static void Write(IReadOnlyList<AppVerdict> verdicts, TextWriter to)
    {
        using var xml = XmlWriter.Create(to, new() { Indent = true, OmitXmlDeclaration = false, CloseOutput = false });
        xml.WriteStartElement("testsuites");
        var rules = RuleBook.Shipped.Rules.Where(r => r.ExitCode is not null).ToList();
        foreach (var verdict in verdicts)
        {
            Suite(xml, $"{verdict.App}: rules", [.. rules.Select(r => OfRule(verdict, r))]);
            Suite(xml, $"{verdict.App}: operations", [.. verdict.Operations.Select(o => OfOperation(verdict, o))]);
        }

        xml.WriteEndElement();
        xml.Flush();
        to.WriteLine();
    }

    readonly record struct Case(string Name, string Class, string Element, string Message);

    static Case OfRule(AppVerdict verdict, Rule rule)
    {
        var broken = verdict.Findings.Where(f => f.Rule == rule.Id).ToList();
        var message = rule.Id == "AS-015" ? verdict.Problem ?? ""
            : broken.Count == 0 ? "" : $"{broken.Count} found, the first {broken[0].Name}: {broken[0].Message}";
        return new($"{rule.Id} {rule.Title}", verdict.App, message.Length > 0 ? "failure" : "", message);
    }

    static Case OfOperation(AppVerdict verdict, UsedOperation used)
    {
        var name = $"{used.Operation.Id} ({used.Operation.Method.Text()} {used.Operation.Path})";
        var broken = verdict.Findings.Where(f => f.Use == used).ToList();
        if (broken.Count > 0)
            return new(name, used.GroupVersion, "failure", string.Join("; ", broken.Select(f => $"{f.Rule}: {f.Message}")));
        return used.Use switch
        {
            UseKind.Attempted => new(name, used.GroupVersion, "skipped", "AS-013: only tried, answered with 404 and tolerated"),
            UseKind.Discovery => new(name, used.GroupVersion, "skipped", "AS-001: discovery is not use"),
            _ => new(name, used.GroupVersion, "", ""),
        };
    }

    static void Suite(XmlWriter xml, string name, IReadOnlyList<Case> cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(name));
        Number(xml, "tests", cases.Count);
        Number(xml, "failures", cases.Count(c => c.Element == "failure"));
        Number(xml, "errors", 0);
        Number(xml, "skipped", cases.Count(c => c.Element == "skipped"));
        foreach (var one in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(one.Class));
            xml.WriteAttributeString("name", Clean(one.Name));
            if (one.Element.Length > 0)
            {
                xml.WriteStartElement(one.Element);
                xml.WriteAttributeString("message", Clean(one.Message));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    static void Number(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>What XML cannot hold and what would break a line becomes the sign for a lost letter.</summary>
    static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) || !XmlConvert.IsXmlChar(c) ? '\uFFFD' : c));
}
