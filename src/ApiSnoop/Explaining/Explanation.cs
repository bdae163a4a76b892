using System.Collections.Immutable;
using ApiSnoop.Audit;
using ApiSnoop.Catalog;
using ApiSnoop.Matching;

namespace ApiSnoop.Explaining;

/// <summary>How one event or request was read, which operation it is and why, or why it is none.</summary>
public sealed record Explanation
{
    /// <summary>Where it stands: a log's name and line, or the app whose recording has it.</summary>
    public required string Place { get; init; }

    /// <summary>The request as it was asked.</summary>
    public required AskedRequest Request { get; init; }

    /// <summary>The release that it is matched against.</summary>
    public required string Release { get; init; }

    /// <summary>The path as the server reads it: decoded, without its query.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP method that the verb stands for; <see cref="ApiMethod.None"/> where it stands for none.</summary>
    public ApiMethod Method { get; init; }

    /// <summary>The operation, or null when it matches none.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The path's segments with the parts of the operation's template that they fit; empty without an operation.</summary>
    public ImmutableArray<(string Template, string Segment)> Segments { get; init; } = [];

    /// <summary>Why it matches none; <see cref="MissReason.None"/> where it matches.</summary>
    public MissReason Reason { get; init; }

    /// <summary>What was asked for where it matches none.</summary>
    public string Missed { get; init; } = "";

    /// <summary>What should be known of this answer, such as that a method is ambiguous.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Operations that come close, each with why it is not the one.</summary>
    public ImmutableArray<(Operation Operation, string WhyNot)> Near { get; init; } = [];

    /// <summary>What the server read in the path; null where the event does not say, or only a recording's row is left.</summary>
    public ObjectReference? ServerSays { get; init; }

    /// <summary>Whether the server's reading is that of the operation; null where there is nothing to compare.</summary>
    public bool? Agrees => ServerSays is null || Operation is null ? null : ServerSays.Agrees(Operation);
}

/// <summary>A request as an event or a recording's row tells it.</summary>
/// <param name="AuditId">Its audit id.</param>
/// <param name="Stage">The stage of the event, or the last one that was seen.</param>
/// <param name="Received">When the server received it; null where that was not logged.</param>
/// <param name="Verb">The verb as logged; <c>(absent)</c> where there was none.</param>
/// <param name="Uri">The URI as sent.</param>
/// <param name="Code">The status code; 0 where none was logged.</param>
/// <param name="User">The user in whose name it was made.</param>
/// <param name="Impersonator">Who made it in that user's name; empty where nobody did.</param>
/// <param name="UserAgent">The user agent.</param>
/// <param name="Test">The test that the user agent names; empty where it names none.</param>
/// <param name="Namespace">The namespace; empty outside of one.</param>
/// <param name="Deprecation">What the server said of the API version's end; empty where it said nothing.</param>
public sealed record AskedRequest(
    string AuditId, string Stage, DateTimeOffset? Received, string Verb, string Uri, int Code, string User, string Impersonator,
    string UserAgent, string Test, string Namespace, string Deprecation);
