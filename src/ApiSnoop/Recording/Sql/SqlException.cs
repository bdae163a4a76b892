namespace ApiSnoop.Recording.Sql;

/// <summary>What is wrong with a query, in words for the user.</summary>
public sealed class SqlException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public SqlException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
