using System.Collections.Immutable;
using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Loading.Requests;
using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Tests.Recording;

/// <summary>Small recordings made by hand for the store's tests.</summary>
static class Recordings
{
    public static readonly Release Release = new(
        "1.20",
        [
            new()
            {
                Id = "listCoreV1Node",
                Method = ApiMethod.Get,
                Path = "/api/v1/nodes",
                Version = "v1",
                Kind = "Node",
                Action = "list",
                Category = "core",
            },
            new()
            {
                Id = "readCoreV1Node",
                Method = ApiMethod.Get,
                Path = "/api/v1/nodes/{name}",
                Version = "v1",
                Kind = "Node",
                Action = "get",
                Category = "core",
            },
            new()
            {
                Id = "watchCoreV1Node",
                Method = ApiMethod.Get,
                Path = "/api/v1/watch/nodes",
                Version = "v1",
                Kind = "Node",
                Action = "watchlist",
                Category = "core",
                Deprecated = true,
            },
            new()
            {
                Id = "createBatchV1beta1CronJob",
                Method = ApiMethod.Post,
                Path = "/apis/batch/v1beta1/cronjobs",
                Group = "batch",
                Version = "v1beta1",
                Kind = "CronJob",
                Action = "post",
                Category = "batch",
                Level = Level.Beta,
            },
        ],
        []);

    public const string TestAgent = "e2e.test/v1.20.2 (linux/amd64) kubernetes/faecb19 -- [sig-node] Nodes should be listed [Conformance]";

    public sealed class Load
    {
        public readonly Dimensions Dimensions = new(new TargetTable(Release));
        public readonly RequestBatch Batch = new();
        readonly CubeCounter _counter = new();

        readonly ParameterCounter _parameters;

        /// <summary>A load that goes on from what was counted before.</summary>
        public Load(Cube? before = null)
        {
            _counter.Resume(before ?? ApiSnoop.Recording.Cube.Empty, Dimensions);
            _parameters = new(Dimensions);
        }

        public void Commit(RecordingDraft draft, Manifest facts)
        {
            draft.WriteCounts(Dimensions, _counter, _parameters);
            draft.Commit(facts);
        }

        public Load Add(
            string? operation, string agent = "kubectl/v1.20", string user = "admin", string space = "", string verb = "get",
            short code = 200, string uri = "/api/v1/nodes", long received = 1_600_000_000_000_000, long duration = 1_500,
            string impersonator = "", string deprecation = "")
        {
            var path = Encoding.UTF8.GetBytes(uri);
            var target = operation is not null
                ? Release.IndexOf(operation)
                : Dimensions.Targets.Miss(MissReason.CustomResource, Encoding.UTF8.GetBytes("example.com/v1 things"));
            Dimensions.Targets.Sample(target, path);
            var row = Batch.Count++;
            Batch.Received[row] = received;
            Batch.Duration[row] = duration;
            Batch.Target[row] = target;
            Batch.Agent[row] = Dimensions.Agents.Intern(Encoding.UTF8.GetBytes(agent));
            Batch.User[row] = Dimensions.Users.Intern(Encoding.UTF8.GetBytes(user));
            Batch.Impersonator[row] = Dimensions.Users.Intern(Encoding.UTF8.GetBytes(impersonator));
            Batch.Deprecation[row] = (byte)Dimensions.Deprecations.Intern(Encoding.UTF8.GetBytes(deprecation));
            Batch.Namespace[row] = Dimensions.Namespaces.Intern(Encoding.UTF8.GetBytes(space));
            Batch.Verb[row] = (short)Dimensions.Verbs.Intern(Encoding.UTF8.GetBytes(verb));
            Batch.Code[row] = code;
            Batch.Stage[row] = (byte)Stage.ResponseComplete;
            AddText(row, Encoding.UTF8.GetBytes($"id-{row}"), path);
            if (operation is not null && uri.Split('?') is [_, var query])
                _parameters.Add(
                    target, Dimensions.Parameters.Intern(
                        ParameterNames.Of(Encoding.UTF8.GetBytes(query), new byte[ParameterNames.Longest])));
            Batch.Cell[row] =
                _counter.Add(
                    new(target, Batch.Agent[row], Batch.User[row], Batch.Impersonator[row], Batch.Namespace[row], Batch.Verb[row], code,
                        Batch.Deprecation[row]),
                    received, Dimensions);
            return this;
        }

        public Cube Cube() => new(
            Dimensions.Targets.ToImmutable(), Dimensions.Agents.Texts(), Dimensions.Users.Texts(),
            Dimensions.Namespaces.Texts(), Dimensions.Verbs.Texts(),
            _counter.ToImmutable(), Dimensions.Users.Texts(), Dimensions.Deprecations.Texts());

        public Manifest Facts(string source = "a") => new()
        {
            App = "",
            Release = "1.20",
            Requests = Batch.Count,
            UntimedRequests = Batch.Received[..Batch.Count].Count(t => t == RequestBatch.Unknown),
            Events = Batch.Count,
            LoadedAt = DateTimeOffset.UnixEpoch,
            Sources = [new SourceFile(source + ".log", "sha-" + source, 10, Batch.Count, null, null)],
        };

        public StoredRecording Save(RecordingStore store, string app, bool append = false, string source = "a")
        {
            using var draft = store.Begin(app, append);
            draft.CountedBefore("1.20", ownSpec: false);
            draft.WriteBlock(Batch, Dimensions);
            Commit(draft, Facts(source));
            return store.Open(app)!;
        }

        void AddText(int row, byte[] id, byte[] uri)
        {
            var start = Batch.IdStart[row];
            id.CopyTo(Batch.Text, start);
            Batch.UriStart[row] = start + id.Length;
            uri.CopyTo(Batch.Text, start + id.Length);
            Batch.IdStart[row + 1] = start + id.Length + uri.Length;
        }
    }

    public static Load Small() => new Load()
        .Add("listCoreV1Node", TestAgent)
        .Add("listCoreV1Node", TestAgent)
        .Add("readCoreV1Node", uri: "/api/v1/nodes/n1?x=ü")
        .Add("createBatchV1beta1CronJob", verb: "create", code: 0, space: "shop", uri: "/apis/batch/v1beta1/cronjobs")
        .Add(null, agent: "", user: "", verb: "", code: 404, uri: "/apis/example.com/v1/things", received: RequestBatch.Unknown,
            duration: RequestBatch.Unknown);

    /// <summary>The identity of a row that was added with nothing but a time.</summary>
    public static ulong KeyOfRow(int row, long received) => RequestKey.Of(
        Encoding.UTF8.GetBytes($"id-{row}"), received, RequestKey.VerbHash("get"u8), UriHash.Of("/api/v1/nodes"u8).Whole);

    /// <summary>A table's texts by their numbers.</summary>
    public static ImmutableArray<string> Texts(this TextTable table) => [.. Enumerable.Range(0, table.Count).Select(id => table[id])];

    public static void ShouldCount(this Cube actual, Cube expected)
    {
        Counts(actual).ShouldBe(Counts(expected));
    }

    /// <summary>What a cube tells, whatever its numbering: combinations in words with their counts, in order.</summary>
    static List<string> Counts(Cube cube) =>
    [
        .. cube.Cells
            .GroupBy(c =>
                (cube.Targets[c.Target] with { SampleUri = "" }, cube.Agents[c.Agent], cube.Users[c.User], cube.Namespaces[c.Namespace],
                    (cube.Verbs[c.Verb], c.Code, cube.Impersonators[c.Impersonator], cube.Deprecations[c.Deprecation])))
            .Select(g => $"{g.Key} {g.Sum(c => c.Requests)}")
            .Order(StringComparer.Ordinal),
    ];
}
