namespace ApiSnoop.Tests.CommandLine;

public sealed class SetupCommandTests : IDisposable
{
    readonly Apisnoop _apisnoop = new();

    public void Dispose() => _apisnoop.Dispose();

    [Fact]
    public void Files_are_written_and_three_commands_are_said()
    {
        var (code, output, error) = _apisnoop.Run("setup", "kind");

        code.ShouldBe(0, error);
        output.ShouldBe(
            "sh apisnoop-kind/start.sh\nsh apisnoop-kind/check.sh\n"
            + "docker exec apisnoop-control-plane cat /var/log/kubernetes/kube-apiserver-audit.log | apisnoop load-audit - my-app\n");
        error.ShouldContain("5 files are in apisnoop-kind");
        Read("apisnoop-kind/kind.yaml").ShouldContain("audit-log-path");
    }

    [Fact]
    public void What_was_changed_since_is_not_written_over_unless_that_is_wanted()
    {
        _apisnoop.Run("setup", "kind", "--out", "mine");
        File.AppendAllText(Path.Combine(_apisnoop.Folder, "mine/kind.yaml"), "# mine\n");

        var refused = _apisnoop.Run("setup", "kind", "--out", "mine");
        refused.Code.ShouldBe(1);
        refused.Error.ShouldContain("mine/kind.yaml is there and is another.");
        Read("mine/kind.yaml").ShouldEndWith("# mine\n");

        _apisnoop.Run("setup", "kind", "--out", "mine", "--force").Code.ShouldBe(0);
        Read("mine/kind.yaml").ShouldNotContain("# mine");
    }

    [Fact]
    public void The_kubeconfig_of_the_receiver_tells_the_address_and_stays_secret()
    {
        var kubeconfig = _apisnoop.Write("receiver.yaml", """
            apiVersion: v1
            kind: Config
            clusters: [{name: a, cluster: {server: "https://10.1.2.3:9443/audit"}}]
            users: [{name: a, user: {token: sesame}}]
            """);

        var (code, output, error) = _apisnoop.Run("setup", "k3s", "--kubeconfig", kubeconfig, "--rate", "12000", "-o", "json");

        code.ShouldBe(0, error);
        output.ShouldContain("--capture-url https://0.0.0.0:9443/audit --capture-host 10.1.2.3");
        Read("apisnoop-k3s/apisnoop.yaml").ShouldContain("audit-webhook-batch-throttle-qps=30");
        Read("apisnoop-k3s/etc/apisnoop-webhook.yaml").ShouldContain("sesame");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_apisnoop.Folder, "apisnoop-k3s/etc/apisnoop-webhook.yaml"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.Combine(_apisnoop.Folder, "apisnoop-k3s"), "*", SearchOption.AllDirectories)
            .Count(f => File.ReadAllText(f).Contains("sesame")).ShouldBe(1);
    }

    [Fact]
    public void A_policy_of_ones_own_is_taken_and_its_mistakes_are_told()
    {
        var policy = _apisnoop.Write(
            "policy.yaml", "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metdata}] # mine\n");

        var (code, _, error) = _apisnoop.Run("setup", "kubeadm", "--policy", policy);

        code.ShouldBe(0);
        error.ShouldContain("rule 1: there is no level Metdata.");
        Read("apisnoop-kubeadm/etc/audit-policy.yaml").ShouldContain("# mine");
    }

    [Theory]
    [InlineData(2, "is no address of a receiver", "kind", "--webhook", "http://10.0.0.1:9443/audit")]
    [InlineData(2, "is no address of a receiver", "kind", "--webhook", "https://h/$(id)")]
    [InlineData(2, "1 to 1,000,000", "kind", "--rate", "0")]
    [InlineData(2, "openshift", "openshift")]
    [InlineData(1, "issue 13328", "talos", "--webhook", "https://h:1/")]
    [InlineData(1, "is no audit policy", "kind", "--policy", "empty.yaml")]
    [InlineData(1, "is no kubeconfig", "kind", "--kubeconfig", "empty.yaml")]
    [InlineData(1, "is a file", "kind", "--out", "empty.yaml")]
    public void What_cannot_be_is_refused_with_the_reason(int code, string why, params string[] arguments)
    {
        _apisnoop.Write("empty.yaml", "a: b\n");

        var run = _apisnoop.Run(["setup", .. arguments]);

        run.Code.ShouldBe(code, run.Error);
        run.Error.ShouldContain(why);
        Directory.Exists(Path.Combine(_apisnoop.Folder, "apisnoop-kind")).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_with_a_blank_is_quoted_in_commands() =>
        _apisnoop.Run("setup", "kind", "--out", "my files").Out.ShouldStartWith("sh 'my files'/start.sh\n");

    string Read(string path) => File.ReadAllText(Path.Combine(_apisnoop.Folder, path));
}
