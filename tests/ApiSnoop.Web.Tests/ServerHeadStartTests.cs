using ApiSnoop.Web.Hosting;

namespace ApiSnoop.Web.Tests;

public class ServerHeadStartTests
{
    [Theory]
    [InlineData("http://localhost:9090", "http://localhost:9090/")]
    [InlineData("http://127.0.0.1:9090", "http://127.0.0.1:9090/")]
    [InlineData("http://[::1]:9090", "http://[::1]:9090/")]
    [InlineData("http://0.0.0.0:9090", "http://localhost:9090/")]
    [InlineData("http://[::]:9090", "http://localhost:9090/")]
    [InlineData("http://*:9090", "http://localhost:9090/")]
    [InlineData("http://example.com:9090", "http://localhost:9090/")]
    public void A_server_asks_nobody_but_itself(string url, string asked) => ServerHeadStart.Local(url).ToString().ShouldBe(asked);
}
