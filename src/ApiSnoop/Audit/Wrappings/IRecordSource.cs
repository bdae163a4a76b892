namespace ApiSnoop.Audit.Wrappings;

/// <summary>Gives the records of an input one by one to the search for events.</summary>
internal interface IRecordSource
{
    /// <summary>Goes through the next record.</summary>
    /// <returns>False at the end.</returns>
    bool Step();

    /// <summary>Line feeds that were gone over.</summary>
    long LineFeeds { get; }

    /// <summary>Whether the input ends inside a line.</summary>
    bool EndsInLine { get; }
}
