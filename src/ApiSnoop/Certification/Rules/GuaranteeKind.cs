namespace ApiSnoop.Certification.Rules;

/// <summary>What is promised of an operation.</summary>
public enum GuaranteeKind : byte
{
    /// <summary>No rule covers it.</summary>
    None,

    /// <summary>It is kept in every 1.x.</summary>
    Kept,

    /// <summary>It ends: a known release lacks it, or a coming one may.</summary>
    Ends,
}
