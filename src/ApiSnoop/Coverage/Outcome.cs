namespace ApiSnoop.Coverage;

/// <summary>Which requests count, by how they ended.</summary>
public enum Outcome : byte
{
    /// <summary>All of them, whatever the status code, also those whose end was not logged.</summary>
    Reached,

    /// <summary>Those answered with 1xx, 2xx or 3xx.</summary>
    Succeeded,

    /// <summary>Those answered with 4xx or 5xx.</summary>
    Refused,
}
