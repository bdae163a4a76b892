namespace ApiSnoop.Cli;

/// <summary>Something that the user can put right; the message says what was wrong, where, and what to do.</summary>
/// <param name="message">The message, without a prefix.</param>
public sealed class UserException(string message) : Exception(message);
