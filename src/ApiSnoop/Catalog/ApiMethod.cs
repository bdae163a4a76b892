namespace ApiSnoop.Catalog;

/// <summary>The HTTP method of an operation.</summary>
public enum ApiMethod : byte
{
    /// <summary>Not a method that OpenAPI knows.</summary>
    None,

    /// <summary>GET, also what get, list and watch are sent as.</summary>
    Get,

    /// <summary>HEAD. The audit log writes it as <c>get</c>, so it cannot be told from GET there.</summary>
    Head,

    /// <summary>POST, the verb create.</summary>
    Post,

    /// <summary>PUT, the verb update.</summary>
    Put,

    /// <summary>PATCH, the verb patch.</summary>
    Patch,

    /// <summary>DELETE, the verbs delete and deletecollection.</summary>
    Delete,

    /// <summary>OPTIONS, which the audit log writes as an empty verb on resources.</summary>
    Options,
}
