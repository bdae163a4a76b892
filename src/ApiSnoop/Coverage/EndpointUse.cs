using System.Collections.Immutable;
using ApiSnoop.Catalog;

namespace ApiSnoop.Coverage;

/// <summary>One operation of the release with what was counted for it.</summary>
public sealed record EndpointUse
{
    /// <summary>The operation.</summary>
    public required Operation Operation { get; init; }

    /// <summary>Requests that count for the asked outcome.</summary>
    public long Requests { get; init; }

    /// <summary>Of these, requests made by tests; where the log names no tests, all of them.</summary>
    public long TestRequests { get; init; }

    /// <summary>Names of the tests that hit it, sorted ordinally.</summary>
    public ImmutableArray<string> Tests { get; init; } = [];

    /// <summary>How many of the tests are conformance tests.</summary>
    public int ConformanceTests { get; init; }

    /// <summary>How many distinct user agents hit it.</summary>
    public int Agents { get; init; }

    /// <summary>Whether any request hit it.</summary>
    public bool Hit => Requests > 0;

    /// <summary>Whether a test hit it. Published results name the tests and have no requests.</summary>
    public bool Tested => TestRequests > 0 || ConformanceTested || !Tests.IsEmpty;

    /// <summary>Whether a conformance test hit it.</summary>
    public bool ConformanceTested => ConformanceTests > 0;
}
