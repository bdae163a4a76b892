namespace ApiSnoop.Audit.Inputs;

/// <summary>An input that cannot be read at all; the message names it and says what to do.</summary>
public sealed class LogInputException : Exception
{
    /// <summary>Says which input it is, what is wrong with it and what to do.</summary>
    public LogInputException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
