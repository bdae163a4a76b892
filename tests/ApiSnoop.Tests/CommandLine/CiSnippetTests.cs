using YamlDotNet.Serialization;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>What the README gives to paste into a CI's file is YAML whose commands do what they say, run as that CI runs them.</summary>
public sealed class CiSnippetTests : IDisposable
{
    readonly ReadersShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_GitHub_job_certifies_and_leaves_what_its_next_steps_take()
    {
        var job = Map(Map(Snippet(0)["jobs"])["certify"]);
        var steps = ((List<object>)job["steps"]).Select(Map).ToList();
        _shell.MakeLogs();

        Run(steps.Where(s => s.ContainsKey("run")).Select(s => (string)s["run"]), "export GITHUB_STEP_SUMMARY=summary.md");

        _shell.Run("cat summary.md").Printed.ShouldContain("### my-app: certified for Kubernetes 1.21");
        foreach (var (name, key) in new[] { ("github/codeql-action/upload-sarif@v4", "sarif_file"), ("actions/attest@v4",
            "predicate-path") })
        {
            var file = (string)Map(steps.Single(s => (string)s.GetValueOrDefault("uses", "") == name)["with"])[key];
            _shell.Run($"test -s {file}").Code.ShouldBe(0, file);
        }
    }

    [Fact]
    public void The_GitLab_job_certifies_and_leaves_its_artifacts()
    {
        var job = Map(Snippet(1)["certify"]);
        var artifacts = Map(job["artifacts"]);
        _shell.MakeLogs();

        Run(((List<object>)job["script"]).Cast<string>(), ":");

        foreach (var file in ((List<object>)artifacts["paths"]).Append(Map(artifacts["reports"])["junit"]))
            _shell.Run($"test -s {file}").Code.ShouldBe(0, $"{file}");
    }

    /// <summary>Both run a step's lines in a shell that ends with the first that fails.</summary>
    void Run(IEnumerable<string> scripts, string first)
    {
        foreach (var script in scripts)
        {
            var (code, printed) = _shell.Run($"set -e\n{first}\n{script}");
            code.ShouldBe(0, $"{script}\n{printed}");
        }
    }

    static Dictionary<string, object> Snippet(int index)
    {
        var blocks = File.ReadAllText(Repository.Path("README.md")).Split("```yaml\n").Skip(1).Select(b => b.Split("```")[0]).ToList();
        return new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(blocks[index]);
    }

    static Dictionary<string, object> Map(object node) => ((Dictionary<object, object>)node).ToDictionary(p => (string)p.Key, p => p.Value);
}
