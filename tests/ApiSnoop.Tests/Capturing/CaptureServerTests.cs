using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Recording;
using ApiSnoop.Tests.Recording;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Capturing;
using Microsoft.AspNetCore.Builder;
using YamlDotNet.Serialization;

namespace ApiSnoop.Tests.Capturing;

/// <summary>The receiver over TLS, as API servers meet it.</summary>
public sealed class CaptureServerTests : IAsyncDisposable
{
    const string Empty = """{"kind":"EventList","items":[]}""";

    readonly TemporaryFolder _folder = new();
    readonly List<IAsyncDisposable> _servers = [];
    readonly List<IDisposable> _held = [];
    CaptureDoor _door = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _held.ForEach(h => h.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task The_kubeconfig_that_it_writes_is_all_that_a_sender_needs()
    {
        using var sender = await Start();

        (await Post(sender, Empty)).ShouldBe(HttpStatusCode.OK);
        _door.Capture.Senders.ShouldHaveSingleItem().Name.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Names_that_are_given_stand_in_certificate_and_kubeconfig_and_secrets_are_for_their_owner_only()
    {
        using var sender = await Start(new CaptureListening { Url = "https://127.0.0.1:0/here", Hosts = ["kind.example", "10.1.2.3"] });

        _door.PostUrl.ShouldStartWith("https://kind.example:");
        _door.PostUrl.ShouldEndWith("/here");
        var folder = Path.GetDirectoryName(_door.KubeconfigPath)!;
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "certificate.pem"));
        foreach (var name in (string[])["kind.example", "10.1.2.3", "localhost", "127.0.0.1"])
            certificate.MatchesHostname(name).ShouldBeTrue(name);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in (string[])["kubeconfig", "tokens", "key.pem"])
            File.GetUnixFileMode(Path.Combine(folder, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public void One_that_listens_everywhere_wants_to_be_told_its_name() =>
        Should.Throw<CaptureException>(() => CaptureDoor.Open(
                new RecordingStore(_folder.Path), new CaptureOptions(), new CaptureListening { Url = "https://0.0.0.0:0/audit" }))
            .Message.ShouldContain("--capture-host");

    [Fact]
    public void A_token_file_that_others_may_read_is_not_used()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_folder.Path, "tokens");
        AccessTokens.ReadOrMake(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Should.Throw<CaptureException>(() => AccessTokens.ReadOrMake(path)).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public async Task What_it_refuses_is_counted_by_its_reason_and_nothing_else_is_there()
    {
        using var sender = await Start();

        (await Post(sender, "no json")).ShouldBe(HttpStatusCode.BadRequest);
        (await Post(sender, "")).ShouldBe(HttpStatusCode.BadRequest);
        (await Post(sender, new string(' ', (64 << 20) + 1))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await Post(sender, Empty)).ShouldBe(HttpStatusCode.Forbidden);
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _door.Tokens.Of(AccessRole.Admin));
        (await Post(sender, Empty)).ShouldBe(HttpStatusCode.Forbidden);
        sender.DefaultRequestHeaders.Authorization = null;
        (await Post(sender, Empty)).ShouldBe(HttpStatusCode.Unauthorized);
        (await sender.GetAsync("/", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        _door.Capture.Refused.Select(r => (r.Reason, r.Count)).ShouldBe(
            [(RefusalReason.NoToken, 1), (RefusalReason.WrongToken, 2), (RefusalReason.TooLarge, 1), (RefusalReason.NoJson, 2)]);
        _door.Capture.Senders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_of_almost_64_MiB_and_one_that_is_packed_are_taken()
    {
        using var sender = await Start();
        var text = new string('x', (64 << 20) - 1000);
        var body = $"\"requestObject\":\"{text}\",\"level\"";
        var large = "{\"items\":[" + CaptureTests.Event("a").Replace("\"level\"", body, StringComparison.Ordinal) + "]}";
        (await Post(sender, large)).ShouldBe(HttpStatusCode.OK);

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(large));
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        (await sender.PostAsync(new Uri("/audit", UriKind.Relative), content, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        _door.Capture.Senders[0].Events.ShouldBe(2);
        _door.Capture.SpoolBytes.ShouldBeInRange(100, 2000);
    }

    [Fact]
    public async Task A_certificate_of_a_known_authority_does_for_the_token_and_names_the_sender()
    {
        using var authority = Authority();
        var file = Path.Combine(_folder.Path, "ca.pem");
        await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), Stop);
        using var known = Client(authority, "kube-apiserver");
        using var other = Authority();
        using var unknown = Client(other, "nobody");

        var listening = new CaptureListening { Url = "https://127.0.0.1:0/audit", ClientCaFile = file };
        using var sender = await Start(listening, known, token: false);
        (await Post(sender, Empty)).ShouldBe(HttpStatusCode.OK);
        using var stranger = Sender(unknown, token: false);
        (await Post(stranger, Empty)).ShouldBe(HttpStatusCode.Forbidden);

        _door.Capture.Senders.ShouldHaveSingleItem().Name.ShouldBe("127.0.0.1 (kube-apiserver)");
    }

    /// <summary>A tenth of the time that it took, as the load test; <c>bench/capture.sh</c> takes all of it.</summary>
    [Fact]
    public async Task What_a_real_server_posted_comes_at_its_own_times_while_it_is_recorded()
    {
        using var sender = await Start();
        _door.Capture.Start("app", []);
        var (watch, posts) = (System.Diagnostics.Stopwatch.StartNew(), new List<Task>());
        foreach (var (at, body) in WebhookPosts.Timed())
        {
            var wait = (at * CaptureUnderLoadTests.Scale) - watch.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, Stop);
            posts.Add(Task.Run(async () => (await Post(sender, Encoding.UTF8.GetString(body))).ShouldBe(HttpStatusCode.OK), Stop));
        }

        await Task.WhenAll(posts);
        var finished = await _door.Capture.Stop("app", TimeSpan.Zero, Stop);
        (finished.Manifest!.Requests, finished.Manifest.MatchedRequests).ShouldBe((1382, 1340));
        _door.Capture.Senders.ShouldHaveSingleItem().Events.ShouldBe(3619);
        _door.Capture.Refused.ShouldBeEmpty();
    }

    async Task<HttpClient> Start(CaptureListening? listening = null, X509Certificate2? certificate = null, bool token = true)
    {
        listening ??= new CaptureListening { Url = "https://127.0.0.1:0/audit" };
        _door = CaptureDoor.Open(new RecordingStore(Path.Combine(_folder.Path, "store")), new CaptureOptions(), listening);
        _held.Add(_door);
        var server = CaptureServer.Build(_door);
        _servers.Add(server);
        await server.StartAsync(Stop);
        _door.TellWhereToPost(CaptureServer.PortOf(server));
        return Sender(certificate, token);
    }

    /// <summary>As an API server is, which knows the kubeconfig and nothing else.</summary>
    HttpClient Sender(X509Certificate2? certificate, bool token)
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, dynamic>>(File.ReadAllText(_door.KubeconfigPath));
        ((string)file["kind"]).ShouldBe("Config");
        var cluster = file["clusters"][0]["cluster"];
        var trusted = X509CertificateLoader.LoadCertificate(Pem((string)cluster["certificate-authority-data"]));
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.RawData.AsSpan().SequenceEqual(trusted.RawData),
        };
        if (certificate is not null) handler.ClientCertificates.Add(certificate);
        var url = new Uri((string)cluster["server"]);
        var sender = new HttpClient(handler) { BaseAddress = new UriBuilder(url) { Host = "127.0.0.1" }.Uri };
        var shown = (string)file["users"][0]["user"]["token"];
        if (token) sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", shown);
        return sender;
    }

    static byte[] Pem(string base64)
    {
        var text = Encoding.ASCII.GetString(Convert.FromBase64String(base64));
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    static async Task<HttpStatusCode> Post(HttpClient sender, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await sender.PostAsync(new Uri("/audit?timeout=30s", UriKind.Relative), content, Stop);
        return answer.StatusCode;
    }

    static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    static X509Certificate2 Client(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
