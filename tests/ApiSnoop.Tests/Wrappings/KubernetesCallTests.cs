using ApiSnoop.Audit.Wrappings.Exports;

namespace ApiSnoop.Tests.Wrappings;

public class KubernetesCallTests
{
    [Theory]
    [InlineData("io.k8s.core.v1.pods.list", "core/v1/namespaces/shop/pods", "/api/v1/namespaces/shop/pods")]
    [InlineData("io.k8s.core.v1.pods.create", "core/v1/namespaces/shop/pods/web-1", "/api/v1/namespaces/shop/pods")]
    [InlineData("io.k8s.core.v1.pods.exec.create", "core/v1/namespaces/shop/pods/web-1/exec", "/api/v1/namespaces/shop/pods/web-1/exec")]
    [InlineData("io.k8s.core.v1.pods.eviction.create", "core/v1/namespaces/shop/pods/web-1", "/api/v1/namespaces/shop/pods/web-1/eviction")]
    [InlineData(
        "io.k8s.core.v1.serviceaccounts.token.create", "core/v1/namespaces/a/serviceaccounts/b/token",
        "/api/v1/namespaces/a/serviceaccounts/b/token")]
    [InlineData("io.k8s.core.v1.namespaces.finalize.update", "core/v1/namespaces/shop/finalize", "/api/v1/namespaces/shop/finalize")]
    [InlineData("io.k8s.core.v1.namespaces.delete", "core/v1/namespaces/shop", "/api/v1/namespaces/shop")]
    [InlineData("io.k8s.core.v1.namespaces.create", "core/v1/namespaces/shop", "/api/v1/namespaces")]
    [InlineData("io.k8s.core.v1.nodes.proxy.get", "core/v1/nodes/n1/proxy", "/api/v1/nodes/n1/proxy")]
    [InlineData("io.k8s.core.v1.nodes.proxy.get", "core/v1/nodes/n1/proxy/metrics/cadvisor", "/api/v1/nodes/n1/proxy/metrics/cadvisor")]
    [InlineData("io.k8s.core.v1.services.proxy.create", "core/v1/namespaces/a/services/b/proxy", "/api/v1/namespaces/a/services/b/proxy")]
    [InlineData(
        "io.k8s.authorization.rbac.v1.clusterrolebindings.get", "rbac.authorization.k8s.io/v1/clusterrolebindings/x",
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/x")]
    [InlineData("io.k8s.apps.v1.deployments.scale.patch", "apps/v1/namespaces/a/deployments/b/scale",
        "/apis/apps/v1/namespaces/a/deployments/b/scale")]
    [InlineData("io.k8s.apps.v1.deployments.deletecollection", "apps/v1/namespaces/a/deployments",
        "/apis/apps/v1/namespaces/a/deployments")]
    [InlineData(
        "com.coreos.database.etcd.v1beta2.etcdbackups.create", "etcd.database.coreos.com/v1beta2/namespaces/a/etcdbackups/b",
        "/apis/etcd.database.coreos.com/v1beta2/namespaces/a/etcdbackups")]
    [InlineData("io.k8s.core.v1.pods.get", "core/v1/namespaces/namespaces/pods/status", "/api/v1/namespaces/namespaces/pods/status")]
    [InlineData("io.k8s.get", "readyz", "/readyz")]
    [InlineData("io.k8s.get", "apis/apps/v1", "/apis/apps/v1")]
    [InlineData("io.k8s.get", "", "/")]
    [InlineData("io.k8s.core.v1.configmaps.get", "core/v1/namespaces/a/configmaps/what?", "/api/v1/namespaces/a/configmaps/what%3F")]
    public void The_path_is_made_of_method_and_resource(string method, string resource, string uri)
    {
        var call = KubernetesCall.Of(method, resource);

        call.Uri.ShouldBe(uri);
        call.Verb.ShouldBe(method.Split('.')[^1]);
    }

    [Fact]
    public void The_object_is_told_as_a_server_tells_it()
    {
        var call = KubernetesCall.Of("io.k8s.apps.v1.deployments.scale.patch", "apps/v1/namespaces/shop/deployments/web/scale");

        (call.Group, call.Version, call.Resource, call.Namespace, call.Name, call.Subresource)
            .ShouldBe(("apps", "v1", "deployments", "shop", "web", "scale"));
        KubernetesCall.Of("io.k8s.core.v1.namespaces.get", "core/v1/namespaces/shop").Namespace.ShouldBe("shop");
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(5, 404)]
    [InlineData(7, 403)]
    [InlineData(10, 409)]
    [InlineData(16, 401)]
    [InlineData(422, 422)]
    public void The_code_is_that_of_HTTP(int grpc, int http) => CloudLoggingEntry.HttpCode(grpc).ShouldBe(http);
}
