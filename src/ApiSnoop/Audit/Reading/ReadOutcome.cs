namespace ApiSnoop.Audit.Reading;

/// <summary>What reading one JSON value at the top of a document gave.</summary>
internal enum ReadOutcome : byte
{
    /// <summary>An audit event.</summary>
    Event,

    /// <summary>An object with an <c>items</c> array: an EventList. Reading stopped behind the opening bracket.</summary>
    List,

    /// <summary>An EventList without any items.</summary>
    EmptyList,

    /// <summary>Well-formed as far as it was read, but no audit event.</summary>
    NotEvent,

    /// <summary>The bytes ended before the value did.</summary>
    Truncated,

    /// <summary>Not JSON.</summary>
    Bad,
}
