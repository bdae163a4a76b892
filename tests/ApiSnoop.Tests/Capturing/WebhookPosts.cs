using System.IO.Compression;
using System.Text.Json;

namespace ApiSnoop.Tests.Capturing;

/// <summary>What a real API server posted, retries and all.</summary>
static class WebhookPosts
{
    /// <summary>A word that is part of a secret's value which one of the requests creates.</summary>
    public const string Secret = "Q0FOQVJZLTdmM2E";

    /// <summary>The bodies in the order in which they came.</summary>
    public static IEnumerable<byte[]> InOrder() => Timed().Select(p => p.Body);

    /// <summary>The bodies, and when each came since the server began.</summary>
    public static IEnumerable<(TimeSpan At, byte[] Body)> Timed()
    {
        var folder = SharedData.Path("webhook");
        foreach (var line in File.ReadLines(Path.Combine(folder, "posts.jsonl")))
        {
            using var post = JsonDocument.Parse(line);
            using var packed = File.OpenRead(Path.Combine(folder, post.RootElement.GetProperty("body").GetString()!));
            using var body = new GZipStream(packed, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            body.CopyTo(bytes);
            yield return (TimeSpan.FromSeconds(post.RootElement.GetProperty("at").GetDouble()), bytes.ToArray());
        }
    }
}
