namespace ApiSnoop.Catalog;

/// <summary>Levels and methods in the words that tables use.</summary>
public static class LevelNames
{
    /// <summary><c>stable</c>, <c>beta</c> or <c>alpha</c>.</summary>
    public static string Text(this Level level) => level switch
    {
        Level.Stable => "stable",
        Level.Beta => "beta",
        _ => "alpha",
    };

    /// <summary>The method in lower case, as the tables of 2018 wrote it.</summary>
    public static string Text(this ApiMethod method) => method switch
    {
        ApiMethod.Get => "get",
        ApiMethod.Head => "head",
        ApiMethod.Post => "post",
        ApiMethod.Put => "put",
        ApiMethod.Patch => "patch",
        ApiMethod.Delete => "delete",
        ApiMethod.Options => "options",
        _ => "",
    };
}
