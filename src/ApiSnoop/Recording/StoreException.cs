namespace ApiSnoop.Recording;

/// <summary>Something that the store cannot do, in words for the user.</summary>
public class StoreException : Exception
{
    /// <summary>Says what cannot be done and why.</summary>
    public StoreException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
