namespace ApiSnoop.Filtering;

/// <summary>What a filter looks at.</summary>
public enum FilterField : byte
{
    /// <summary>The user agent as sent.</summary>
    UserAgent,

    /// <summary>The name of the user in whose name it was done.</summary>
    User,

    /// <summary>The service account as <c>NAMESPACE:NAME</c>; empty for other users.</summary>
    ServiceAccount,

    /// <summary>The user who did it in another's name; empty where nobody did.</summary>
    Impersonator,

    /// <summary>The namespace; empty for requests outside of one.</summary>
    Namespace,

    /// <summary>The audit verb.</summary>
    Verb,

    /// <summary>The name of the test; empty for requests of no test.</summary>
    Test,

    /// <summary>A tag of the test such as <c>Conformance</c>, with or without its brackets.</summary>
    TestTag,

    /// <summary>The level of the endpoint: stable, beta or alpha; empty for what matched none.</summary>
    Level,

    /// <summary>The category of the endpoint; empty for what matched none.</summary>
    Category,
}
