using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using k8s.Models;

namespace ApiSnoop.Cli.Commands.Kapic;

/// <summary>The cluster of a kubeconfig, as far as an app's account is made and deleted there.</summary>
internal sealed class KapicCluster : IDisposable
{
    readonly KubernetesClientConfiguration _configuration;
    readonly Kubernetes _client;

    KapicCluster(KubernetesClientConfiguration configuration)
    {
        _configuration = configuration;
        _client = new Kubernetes(configuration);
    }

    /// <summary>Where it is.</summary>
    public string Host => _configuration.Host;

    /// <summary>Opens the cluster of a kubeconfig's context.</summary>
    /// <param name="kubeconfig">The file; null for what kubectl takes: $KUBECONFIG, else ~/.kube/config.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="UserException">There is none.</exception>
    public static KapicCluster Open(string? kubeconfig, string? context)
    {
        try
        {
            return new(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, context));
        }
        catch (Exception e) when (e is KubeConfigException or FileNotFoundException or YamlDotNet.Core.YamlException)
        {
            throw new UserException($"There is no cluster to ask: {e.Message.TrimEnd('.')}. Name a kubeconfig with --kubeconfig.");
        }
    }

    /// <summary>Makes what is not there yet.</summary>
    /// <returns>A line for each object.</returns>
    public async Task<IReadOnlyList<string>> Make(KapicObjects objects, CancellationToken cancelled)
    {
        var (core, rbac) = (_client.CoreV1, _client.RbacAuthorizationV1);
        var said = new List<string>
        {
            await Made($"namespace {objects.Name}", () => core.CreateNamespaceAsync(objects.Namespace, cancellationToken: cancelled))
                .ConfigureAwait(false),
            await Made($"service account {objects.Name}", () =>
                core.CreateNamespacedServiceAccountAsync(objects.ServiceAccount, objects.Name, cancellationToken: cancelled))
                .ConfigureAwait(false),
        };
        if (objects.RoleBinding is { } binding)
            said.Add(await Made($"role {objects.Role} in the namespace {objects.Name}", () =>
                rbac.CreateNamespacedRoleBindingAsync(binding, objects.Name, cancellationToken: cancelled)).ConfigureAwait(false));
        if (objects.ClusterRoleBinding is { } wide)
            said.Add(await Made($"role {objects.Role} in the whole cluster", () =>
                rbac.CreateClusterRoleBindingAsync(wide, cancellationToken: cancelled)).ConfigureAwait(false));
        return said;
    }

    /// <summary>A kubeconfig with one context, in which its account acts by a token that ends.</summary>
    /// <param name="name">The app.</param>
    /// <param name="lifetime">How long the token is to be good; a server may give less.</param>
    /// <param name="cancelled">Stops it.</param>
    public async Task<(string Kubeconfig, DateTimeOffset? Until)> Context(string name, TimeSpan lifetime, CancellationToken cancelled)
    {
        var asked = new Authenticationv1TokenRequest { Spec = new() { ExpirationSeconds = (long)lifetime.TotalSeconds } };
        var answer = await Asked($"a token of {name}", () =>
            _client.CoreV1.CreateNamespacedServiceAccountTokenAsync(asked, name, name, cancellationToken: cancelled)).ConfigureAwait(false);
        if (answer.Status?.Token is not { Length: > 0 } token) throw new UserException($"{Host} gave no token for {name}.");
        var until = answer.Status.ExpirationTimestamp is { } end ? new DateTimeOffset(end, TimeSpan.Zero) : (DateTimeOffset?)null;
        return (KubernetesYaml.Serialize(Configuration(name, token)) + "\n", until);
    }

    /// <summary>Deletes what was made.</summary>
    /// <returns>A line for each object.</returns>
    /// <exception cref="UserException">The namespace was not made by us.</exception>
    public async Task<IReadOnlyList<string>> Delete(KapicObjects objects, bool dryRun, CancellationToken cancelled)
    {
        var found = await Found($"namespace {objects.Name}", () =>
            _client.CoreV1.ReadNamespaceAsync(objects.Name, cancellationToken: cancelled)).ConfigureAwait(false);
        if (found is not null && !KapicObjects.IsOurs(found.Metadata))
            throw new UserException(
                $"The namespace {objects.Name} was not made by apisnoop kapic create, so it is left as it is, with all that is in it.");
        var binding = await Found($"cluster role binding {objects.BindingName}", () =>
            _client.RbacAuthorizationV1.ReadClusterRoleBindingAsync(objects.BindingName, cancellationToken: cancelled))
            .ConfigureAwait(false);
        var said = new List<string>();
        if (binding is not null && KapicObjects.IsOurs(binding.Metadata))
        {
            if (!dryRun)
                await Asked($"the cluster role binding {objects.BindingName}", () =>
                    _client.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(objects.BindingName, cancellationToken: cancelled))
                    .ConfigureAwait(false);
            said.Add($"cluster role binding {objects.BindingName}");
        }

        if (found is null) return said;
        if (!dryRun)
            await Asked($"the namespace {objects.Name}", () =>
                _client.CoreV1.DeleteNamespaceAsync(objects.Name, cancellationToken: cancelled)).ConfigureAwait(false);
        said.Add($"namespace {objects.Name}, with all that is in it");
        return said;
    }

    public void Dispose() => _client.Dispose();

    K8SConfiguration Configuration(string name, string token)
    {
        var endpoint = new ClusterEndpoint { Server = Host };
        if (_configuration.SkipTlsVerify) endpoint.SkipTlsVerify = true;
        if (_configuration.SslCaCerts is { Count: > 0 } certificates)
            endpoint.CertificateAuthorityData = Convert.ToBase64String(Encoding.ASCII.GetBytes(
                string.Join('\n', certificates.Select(c => c.ExportCertificatePem())) + "\n"));
        return new()
        {
            ApiVersion = "v1",
            Kind = "Config",
            CurrentContext = name,
            Clusters = [new Cluster { Name = name, ClusterEndpoint = endpoint }],
            Users = [new User { Name = name, UserCredentials = new UserCredentials { Token = token } }],
            Contexts = [new Context { Name = name, ContextDetails = new ContextDetails { Cluster = name, User = name, Namespace = name } }],
        };
    }

    async Task<string> Made<T>(string what, Func<Task<T>> make)
    {
        try
        {
            await make().ConfigureAwait(false);
            return $"{what}: made";
        }
        catch (HttpOperationException e) when (e.Response?.StatusCode == HttpStatusCode.Conflict)
        {
            return $"{what}: there already";
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            throw Refused(what, e);
        }
    }

    async Task<T?> Found<T>(string what, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (HttpOperationException e) when (e.Response?.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            throw Refused(what, e);
        }
    }

    async Task<T> Asked<T>(string what, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            throw Refused(what, e);
        }
    }

    UserException Refused(string what, Exception e) => new(
        e is HttpOperationException { Response.StatusCode: var code }
            ? $"{Host} refused {what}: {(int)code} {code}. {Hint(code)}"
            : $"{Host} cannot be reached: {e.Message}");

    static string Hint(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized => "The credentials of the kubeconfig are not good there.",
        HttpStatusCode.Forbidden => "The user of the kubeconfig may not do that: whoever gives a role must have all that it allows.",
        _ => "Nothing more was done.",
    };
}
