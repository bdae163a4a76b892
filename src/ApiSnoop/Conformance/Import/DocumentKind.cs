namespace ApiSnoop.Conformance.Import;

/// <summary>What a document about conformance can be.</summary>
public enum DocumentKind : byte
{
    /// <summary>A result file of the original project, one a release.</summary>
    PublishedResults,

    /// <summary>Kubernetes' <c>conformance.yaml</c>: the conformance tests of a release.</summary>
    ConformanceYaml,

    /// <summary>The names of all e2e tests of a release, one a line; those tagged <c>[Conformance]</c> count.</summary>
    TestNames,

    /// <summary>The list of ineligible endpoints, as YAML or JSON.</summary>
    Ineligible,

    /// <summary>The list of pending endpoints.</summary>
    Pending,

    /// <summary>The days on which releases came out.</summary>
    ReleaseDates,

    /// <summary>An OpenAPI document: the operations of a release that the catalog lacks.</summary>
    OpenApi,

    /// <summary>Something else, which may be an audit log.</summary>
    Log,
}
