namespace ApiSnoop.Web.Access;

/// <summary>What somebody may do; each role may do what those before it may.</summary>
public enum AccessRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>See pages and answers.</summary>
    View,

    /// <summary>Begin and end recordings.</summary>
    Record,

    /// <summary>Remove recordings, too.</summary>
    Admin,
}
