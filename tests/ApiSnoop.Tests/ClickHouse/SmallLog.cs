using ApiSnoop.Catalog;
using ApiSnoop.Loading;
using ApiSnoop.Recording;

namespace ApiSnoop.Tests.ClickHouse;

/// <summary>Small real logs.</summary>
static class SmallLog
{
    /// <summary>One of 283 requests; app-demo-app-v1.20.2-requestresponse has 439.</summary>
    public const string Name = "app-node-client-0.22-requestresponse";

    /// <summary>Loads a log of tests/data.</summary>
    public static void Load(RecordingStore store, string app, string log = Name) => AuditLoad.Run(
        new LoadRequest
        {
            App = app,
            Inputs = [Repository.Path($"tests/data/logs/{log}.log.gz")],
            Release = new ReleaseVersion(1, 20),
            Threads = 1,
        },
        store, new LoadProgress(), CancellationToken.None);
}
