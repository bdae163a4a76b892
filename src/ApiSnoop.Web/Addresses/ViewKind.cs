namespace ApiSnoop.Web.Addresses;

/// <summary>How a page shows the tree of endpoints.</summary>
public enum ViewKind : byte
{
    /// <summary>Rings around a centre.</summary>
    Sunburst,

    /// <summary>Columns from left to right.</summary>
    Icicle,

    /// <summary>Every endpoint as a row.</summary>
    Table,
}
