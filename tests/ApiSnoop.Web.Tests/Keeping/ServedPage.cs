using System.Net;
using Microsoft.AspNetCore.Builder;

namespace ApiSnoop.Web.Tests.Keeping;

/// <summary>All of an answer that a reader can see, but for the date.</summary>
internal sealed record ServedPage(HttpStatusCode Status, string Headers, string Body)
{
    /// <summary>Asks a server for a page under one name, as every server listens on a port of its own.</summary>
    public static async Task<ServedPage> Of(WebApplication server, string path, string packing = "", HttpMethod? method = null)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Urls.First()) };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Headers = { Host = "localhost" } };
        if (packing.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", packing);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        // How the body is cut into pieces is nobody's concern.
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal);
        return new(answer.StatusCode, string.Join('\n', headers), Convert.ToBase64String(body));
    }
}
