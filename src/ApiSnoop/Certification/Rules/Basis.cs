namespace ApiSnoop.Certification.Rules;

/// <summary>Who says that an operation ends, or is kept.</summary>
public enum Basis : byte
{
    /// <summary>The deprecation policy alone: nobody has seen it yet.</summary>
    Policy,

    /// <summary>The OpenAPI documents of the releases.</summary>
    Catalog,

    /// <summary>The API server, in the annotations of its audit log.</summary>
    Server,

    /// <summary>The shipped table of what is deprecated.</summary>
    Table,
}
