using ApiSnoop.Capturing.Senders;

namespace ApiSnoop.Capturing;

/// <summary>What a sender is told.</summary>
/// <param name="Refused">Why its batch was not taken; null when it is on the disk.</param>
/// <param name="Detail">The same in words.</param>
public readonly record struct BatchAnswer(RefusalReason? Refused, string Detail)
{
    /// <summary>The batch is on the disk.</summary>
    public static BatchAnswer Kept => new(null, "");
}
