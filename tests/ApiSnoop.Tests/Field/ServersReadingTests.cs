using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;
using ApiSnoop.Tests.Loading;

namespace ApiSnoop.Tests.Field;

/// <summary>
/// The server tells in objectRef what it read in each path: a second witness that owes nothing to any matcher. No matched operation may be
/// about another resource.
/// </summary>
public class ServersReadingTests
{
    const int NotAllowed = 405;

    [Fact]
    public void No_event_of_a_real_log_in_the_repository_disagrees_with_its_operation()
    {
        foreach (var log in RealLog.Bundled.Where(l => !l.Name.StartsWith("e2e-2018", StringComparison.Ordinal)))
        {
            Disagreements(log.Path, log.Facts, out var compared).ShouldBeEmpty(log.Name);
            compared.ShouldBeGreaterThan(200);
        }

        Disagreements(
            Repository.Path("tests/data/field/odd-paths/odd-paths-v1.20.2.log.gz"), RealLog.Bundled[0].Facts, out var odd).ShouldBeEmpty();
        odd.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void No_event_of_the_large_logs_disagrees_with_its_operation()
    {
        foreach (var log in RealLog.Large.Where(l => !l.Name.StartsWith("e2e-2018", StringComparison.Ordinal)))
        {
            Disagreements(log.Path, log.Facts, out var compared).ShouldBeEmpty(log.Name);
            compared.ShouldBeGreaterThan(10_000);
        }

        Disagreements(SharedData.Path("e2e-serial/audit.log.gz"), RealLog.Bundled[0].Facts, out var serial).ShouldBeEmpty();
        serial.ShouldBeGreaterThan(1000);
    }

    static List<string> Disagreements(string path, Release release, out int compared)
    {
        var matcher = new OperationMatcher(release);
        var disagreements = new List<string>();
        compared = 0;
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 512 });
            var e = document.RootElement;
            var uri = e.GetProperty("requestURI").GetString()!.Split('?')[0];
            var method = AuditVerb.Method(Encoding.UTF8.GetBytes(e.GetProperty("verb").GetString()!));
            var index = matcher.Match(Encoding.UTF8.GetBytes(uri), method, out _);
            var refused = e.TryGetProperty("responseStatus", out var status) && status.TryGetProperty("code", out var code)
                && code.GetInt32() == NotAllowed;
            if (index < 0 || (refused && !matcher.IsProxy(index))) continue;
            var operation = release.Operations[index];
            compared++;
            if (ObjectReference.Of(e) is { } server ? !server.Agrees(operation) : OperationResource.Of(operation) is not null)
                disagreements.Add($"{operation.Id}: {uri}: {ObjectReference.Of(e)}");
        }

        return disagreements;
    }
}
