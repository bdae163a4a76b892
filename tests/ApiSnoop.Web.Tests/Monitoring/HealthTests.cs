using System.Net;

namespace ApiSnoop.Web.Tests.Monitoring;

/// <summary>What whoever runs the server asks to know whether it is well.</summary>
public sealed class HealthTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task It_is_asked_under_any_name_and_without_a_token(string path, string words)
    {
        await using var server = await CapturingServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "10.1.2.3:9090";
        using var answer = await server.Http.SendAsync(request, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldBe(words + "\n");
    }

    [Fact]
    public async Task A_spool_that_cannot_be_written_is_not_ready_and_alive()
    {
        await using var server = await CapturingServer.Start();
        var spool = Path.Combine(server.Store.Location, "capture", "spool");
        Directory.Move(spool, spool + "-gone");

        using var ready = await server.Http.GetAsync("/readyz", Stop);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync(Stop)).ShouldBe("the spool cannot be written\n");
        (await server.Http.GetAsync("/healthz", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        Directory.Move(spool + "-gone", spool);
        (await server.Http.GetAsync("/readyz", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Directory.GetFiles(spool, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_not_ready()
    {
        await using var server = await CapturingServer.Start();
        Directory.Move(server.Store.Location, server.Store.Location + "-gone");
        await File.WriteAllTextAsync(server.Store.Location, "no folder", Stop);

        using var ready = await server.Http.GetAsync("/readyz", Stop);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync(Stop)).ShouldStartWith("the store cannot be read\n");

        File.Delete(server.Store.Location);
        Directory.Move(server.Store.Location + "-gone", server.Store.Location);
        (await server.Http.GetAsync("/readyz", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
