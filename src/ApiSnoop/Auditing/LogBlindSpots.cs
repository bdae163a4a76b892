using System.Collections.Immutable;
using ApiSnoop.Audit.Reading;
using ApiSnoop.Charts;
using ApiSnoop.Recording;

namespace ApiSnoop.Auditing;

/// <summary>What a log, or the recording made from it, cannot show, as far as it tells by itself.</summary>
public static class LogBlindSpots
{
    /// <summary>So many requests must be there before a kind of request that is missing says something.</summary>
    const int Enough = 20;

    static readonly string[] s_reads = ["get", "list", "watch"];
    static readonly string[] s_writes = ["create", "update", "patch", "delete", "deletecollection"];

    /// <summary>The blind spots, those that hide the most first.</summary>
    /// <param name="manifest">What was read.</param>
    /// <param name="cube">What was counted.</param>
    public static ImmutableArray<BlindSpot> Of(Manifest manifest, Cube cube)
    {
        var seen = Seen.In(cube);
        if (seen.Requests == 0) return [];
        BlindSpot?[] spots =
        [
            Outcomes(seen), Reads(manifest, seen), Writes(manifest, seen), Agents(seen), Users(seen), Times(manifest), Dropped(manifest),
            Watches(manifest, seen), OtherPaths(manifest, seen),
        ];
        return [.. spots.OfType<BlindSpot>().OrderBy(s => s.Kind)];
    }

    static BlindSpot? Outcomes(Seen seen) => seen.WithoutCode switch
    {
        0 => null,
        var none when none == seen.Requests => new(
            BlindSpotKind.NotObserved, "how requests ended",
            "no request has a status code: only the stage RequestReceived was logged",
            "log the stage ResponseComplete: leave it out of the policy's omitStages"),
        // A handful is in flight at the end of every log.
        var some when some * 20 < seen.Requests => null,
        var some => new(
            BlindSpotKind.PartlyObserved, "how requests ended",
            $"{Share(some, seen.Requests)} have no status code: they had not ended, or their ends were dropped",
            "record for longer, and look at the metric apiserver_audit_error_total of the API server"),
    };

    static BlindSpot? Reads(Manifest manifest, Seen seen)
    {
        if (seen.OfResources < Enough) return null;
        var missing = s_reads.Where(v => !seen.Verbs.Contains(v)).ToList();
        if (missing.Count == 3)
            return new(
                BlindSpotKind.NotObserved, "reads (get, list, watch)", $"none is among {Requests(seen.OfResources)} for resources",
                "log the verbs get, list and watch: apisnoop policy writes a policy that does");
        // An app may well watch nothing. The parts of a cluster do all of it all the time.
        return missing.Count == 0 || manifest.Kind == RecordingKind.App ? null : new(
            BlindSpotKind.NotObserved, string.Join(", ", missing), $"none is among {Requests(seen.OfResources)} for resources",
            $"log the verb{(missing.Count == 1 ? "" : "s")} {string.Join(" and ", missing)}");
    }

    static BlindSpot? Writes(Manifest manifest, Seen seen) =>
        manifest.Kind == RecordingKind.App || seen.OfResources < Enough || s_writes.Any(seen.Verbs.Contains) ? null : new(
            BlindSpotKind.NotObserved, "writes (create, update, patch, delete)",
            $"none is among {Requests(seen.OfResources)} for resources", "log these verbs, too");

    static BlindSpot? Agents(Seen seen) => seen.WithoutAgent == seen.Requests
        ? new(
            BlindSpotKind.NotObserved, "programs and tests", "no request has a user agent",
            "take the log as the API server writes it: what carried it here left userAgent out")
        : seen.WithoutAgent * 2 < seen.Requests ? null
        : new(
            BlindSpotKind.PartlyObserved, "programs and tests", $"{Share(seen.WithoutAgent, seen.Requests)} have no user agent",
            "ask the others what they send; tests are told by their user agents only");

    static BlindSpot? Users(Seen seen) => seen.WithoutUser < seen.Requests ? null : new(
        BlindSpotKind.NotObserved, "who called", "no request has a user", "take the log as the API server writes it");

    static BlindSpot? Times(Manifest manifest) => manifest.UntimedRequests < manifest.Requests ? null : new(
        BlindSpotKind.NotObserved, "when", "no request has a time", "take the log as the API server writes it");

    static BlindSpot? Dropped(Manifest manifest) =>
        manifest.BadLineSamples.FirstOrDefault(b => b.Reason == ProgramLine.Dropped) is not { } first ? null : new(
            BlindSpotKind.PartlyObserved, "requests whose events were dropped",
            $"the API server says that it could not deliver events, first in {System.IO.Path.GetFileName(first.File)}:{first.Line}",
            "slow down what it sends to less: raise --audit-webhook-batch-throttle-qps and the buffer, or log less");

    /// <summary>Where each request has one event, the start of a watch was not logged.</summary>
    static BlindSpot? Watches(Manifest manifest, Seen seen) =>
        !seen.Verbs.Contains("watch") || manifest.Filters.Length > 0 || manifest.Kind == RecordingKind.App || seen.OfResources < Enough
        || seen.WithoutCode > 0 || manifest.Events - manifest.RepeatedEvents != manifest.Requests ? null : new(
            BlindSpotKind.PartlyObserved, "watches that were still open",
            "every request was logged once, at its end, and a watch ends after up to an hour",
            "log the stage ResponseStarted: leave it out of the policy's omitStages");

    static BlindSpot? OtherPaths(Manifest manifest, Seen seen) =>
        seen.Requests > seen.OfResources || seen.OfResources < 5 * Enough || manifest.Kind == RecordingKind.App ? null : new(
            BlindSpotKind.NotObserved, "paths outside of resources, such as /version",
            $"all of {Requests(seen.Requests)} are for resources", "log nonResourceURLs, too");

    static string Requests(long number) => Figures.Count(number, "request");

    static string Share(long part, long whole) => $"{Figures.Count(part)} of {Requests(whole)}";

    /// <summary>What a look at each cell finds.</summary>
    sealed class Seen
    {
        public long Requests { get; private set; }

        /// <summary>Those for objects, whether or not the release knows their kind.</summary>
        public long OfResources { get; private set; }

        public long WithoutCode { get; private set; }

        public long WithoutAgent { get; private set; }

        public long WithoutUser { get; private set; }

        /// <summary>The verbs of requests for objects.</summary>
        public HashSet<string> Verbs { get; } = new(StringComparer.Ordinal);

        public static Seen In(Cube cube)
        {
            var seen = new Seen();
            var resources = cube.Targets.Select(t => IsResource(t.SampleUri)).ToArray();
            foreach (ref readonly var cell in cube.Cells.AsSpan())
            {
                seen.Requests += cell.Requests;
                if (cell.Code == 0) seen.WithoutCode += cell.Requests;
                if (cube.Agents[cell.Agent].Length == 0) seen.WithoutAgent += cell.Requests;
                if (cube.Users[cell.User].Length == 0) seen.WithoutUser += cell.Requests;
                if (!resources[cell.Target]) continue;
                seen.OfResources += cell.Requests;
                seen.Verbs.Add(cube.Verbs[cell.Verb]);
            }

            return seen;
        }

        static bool IsResource(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api", _, _, ..] => true,
            ["apis", _, _, _, ..] => true,
            _ => false,
        };
    }
}
