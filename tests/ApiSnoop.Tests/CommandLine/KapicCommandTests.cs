using ApiSnoop.Tests.Auditing;
using YamlDotNet.RepresentationModel;

namespace ApiSnoop.Tests.CommandLine;

/// <summary>An account of its own for an app: made, used and deleted on what speaks as an API server does.</summary>
public sealed class KapicCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();
    readonly ApiServerForTests _server = new(9322);
    readonly string _kubeconfig;

    public KapicCommandTests() => _kubeconfig = _apisnoop.Write("admin.yaml", $$"""
        apiVersion: v1
        kind: Config
        current-context: admin
        clusters:
          - name: c
            cluster: {server: "{{_server.Address}}" }
          - name: none
            cluster: {server: "http://localhost:9323" }
        users:
          - name: u
            user: {token: admin-token }
        contexts:
          - name: admin
            context: {cluster: c, user: u }
          - name: none
            context: {cluster: none, user: u }
        """);

    public void Dispose()
    {
        _server.Dispose();
        _apisnoop.Dispose();
    }

    [Fact]
    public void Namespace_account_role_and_context_are_made()
    {
        var (code, output, error) = Kapic("create", "shop", "--role", "view", "--for", "2h");

        code.ShouldBe(0, error);
        _server.Asked.ShouldBe(
        [
            "POST /api/v1/namespaces", "POST /api/v1/namespaces/shop/serviceaccounts",
            "POST /apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings",
            "POST /api/v1/namespaces/shop/serviceaccounts/shop/token",
        ]);
        var binding = _server.Objects["/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/shop"];
        binding["roleRef"]!.ToJsonString().ShouldBe("""{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}""");
        binding["subjects"]!.ToJsonString().ShouldBe("""[{"kind":"ServiceAccount","name":"shop","namespace":"shop"}]""");
        _server.TokenSeconds.ShouldBe(7200);
        output.ShouldBe("KUBECONFIG=shop.kubeconfig kubectl get pods\napisnoop load-audit audit.log shop --service-account shop:shop\n");
        error.ShouldContain("good until 2026-11-27 10:00 UTC");
    }

    [Fact]
    public void The_context_acts_with_the_token_in_its_namespace_and_only_its_owner_reads_it()
    {
        Kapic("create", "shop").Code.ShouldBe(0);

        var path = Path.Combine(_apisnoop.Folder, "shop.kubeconfig");
        var config = Yaml.Read(File.ReadAllText(path));
        config.Text("current-context").ShouldBe("shop");
        config.Text("clusters.0.cluster.server").ShouldBe(_server.Address);
        config.Text("users.0.user.token").ShouldBe("bound-token");
        config.Text("contexts.0.context.namespace").ShouldBe("shop");
        config.Text("contexts.0.context.cluster").ShouldBe(config.Text("clusters.0.name"));
        config.Text("contexts.0.context.user").ShouldBe(config.Text("users.0.name"));
        File.ReadAllText(path).ShouldNotContain("admin-token");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_whole_cluster_is_its_own_only_when_that_is_asked_for()
    {
        Kapic("create", "shop");
        _server.Objects.Keys.ShouldNotContain(k => k.Contains("clusterrolebindings"));

        Kapic("create", "root", "--cluster-admin").Code.ShouldBe(0);
        _server.Objects["/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/apisnoop-root"]["roleRef"]!["name"]!.ToString()
            .ShouldBe("cluster-admin");

        Kapic("create", "wide", "--role", "view", "--cluster-wide").Code.ShouldBe(0);
        _server.Objects["/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/apisnoop-wide"]["roleRef"]!["name"]!.ToString()
            .ShouldBe("view");
    }

    [Fact]
    public void What_is_there_already_is_kept_and_a_new_token_is_given()
    {
        Kapic("create", "shop");
        var again = Kapic("create", "shop");

        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldContain("namespace shop: there already");
        _server.Asked.Count(a => a.EndsWith("/token")).ShouldBe(2);
    }

    [Fact]
    public void What_was_made_is_deleted_and_nothing_else()
    {
        Kapic("create", "shop", "--cluster-admin");

        Kapic("delete", "shop", "--dry-run").Out.ShouldContain("namespace shop, with all that is in it: would be deleted");
        _server.Objects.Count.ShouldBe(3);

        var (code, output, error) = Kapic("delete", "shop");
        code.ShouldBe(0, error);
        output.ShouldBe("cluster role binding apisnoop-shop: deleted\nnamespace shop, with all that is in it: deleted\n");
        _server.Objects.Keys.ShouldBe(["/api/v1/namespaces/shop/serviceaccounts/shop"]);

        Kapic("delete", "shop").ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("There is no shop on"));
    }

    [Fact]
    public void A_namespace_of_somebody_else_is_left_as_it_is()
    {
        _server.Objects["/api/v1/namespaces/kube-system"] = new System.Text.Json.Nodes.JsonObject
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "kube-system" },
        };

        var (code, _, error) = Kapic("delete", "kube-system");

        code.ShouldBe(1);
        error.ShouldContain("was not made by apisnoop kapic create");
        _server.Asked.ShouldNotContain(a => a.StartsWith("DELETE"));
    }

    [Fact]
    public void A_dry_run_prints_the_objects_and_asks_nobody()
    {
        var (code, output, error) = Kapic("create", "shop", "--cluster-admin", "--dry-run");

        code.ShouldBe(0, error);
        var stream = new YamlStream();
        stream.Load(new StringReader(output));
        stream.Documents.Select(d => d.RootNode.Text("kind")).ShouldBe(["Namespace", "ServiceAccount", "ClusterRoleBinding"]);
        stream.Documents.Select(d => d.RootNode.Text("apiVersion")).ShouldBe(["v1", "v1", "rbac.authorization.k8s.io/v1"]);
        stream.Documents[1].RootNode.Text("metadata.namespace").ShouldBe("shop");
        stream.Documents[2].RootNode.Text("subjects.0.namespace").ShouldBe("shop");
        stream.Documents[2].RootNode.Text("roleRef.name").ShouldBe("cluster-admin");
        _server.Asked.ShouldBeEmpty();
        File.Exists(Path.Combine(_apisnoop.Folder, "shop.kubeconfig")).ShouldBeFalse();
    }

    [Fact]
    public void A_refusal_says_what_was_refused_and_why()
    {
        _server.Forbidden = "rolebindings";

        var (code, output, error) = Kapic("create", "shop");

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain($"{_server.Address} refused role edit in the namespace shop: 403 Forbidden.");
        error.ShouldNotContain("admin-token");
    }

    [Theory]
    [InlineData(2, "cannot be a namespace", "create", "Shop")]
    [InlineData(2, "cannot be a namespace", "create", "../x")]
    [InlineData(2, "no time of ten minutes or more", "create", "shop", "--for", "5m")]
    [InlineData(2, "give no --role", "create", "shop", "--cluster-admin", "--role", "view")]
    [InlineData(1, "cannot be reached", "create", "shop", "--context", "none")]
    [InlineData(1, "There is no cluster to ask", "create", "shop", "--context", "nowhere")]
    public void What_cannot_be_is_refused_with_the_reason(int code, string why, params string[] arguments)
    {
        var run = Kapic(arguments);

        run.Code.ShouldBe(code, run.Error);
        run.Error.ShouldContain(why);
        _server.Objects.ShouldBeEmpty();
    }

    (int Code, string Out, string Error) Kapic(params string[] arguments) =>
        _apisnoop.Run(["kapic", .. arguments, "--kubeconfig", _kubeconfig]);
}
