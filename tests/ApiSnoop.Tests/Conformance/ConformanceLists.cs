using System.Text;
using ApiSnoop.Conformance;

namespace ApiSnoop.Tests.Conformance;

public class ConformanceLists
{
    [Fact]
    public void A_users_own_list_is_read()
    {
        var list = Read("""
            - testname: Pods, twice
              codename: '[sig-node] Pods should  keep two spaces -- and dashes
                [Conformance]'
              description: not kept
              release: v1.18, v1.9
              file: test/e2e/pods.go
            - codename: bare
            """);
        list.Find("[sig-node] Pods should  keep two spaces -- and dashes [Conformance]").ShouldBe(new(
            "[sig-node] Pods should  keep two spaces -- and dashes [Conformance]", "Pods, twice", "test/e2e/pods.go", new(1, 9)));
        list.Find("bare").ShouldBe(new("bare", "", "", null));
    }

    [Fact]
    public void An_empty_list_has_no_tests() => Read("").Count.ShouldBe(0);

    [Theory]
    [InlineData("a: b", "c.yaml:1: not a list")]
    [InlineData("- codename: a\n- testname: b", "c.yaml:2: a conformance test has no codename")]
    [InlineData("- [", "c.yaml:")]
    public void A_bad_list_is_named_with_its_line(string text, string message) =>
        Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldStartWith(message);

    static ConformanceList Read(string text) => ConformanceList.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "c.yaml");
}
