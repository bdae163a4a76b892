namespace ApiSnoop.Cli;

/// <summary>A command line that can be read and is wrong all the same, by what is recorded.</summary>
/// <param name="message">The message, without a prefix.</param>
public sealed class UsageException(string message) : UserException(message);
