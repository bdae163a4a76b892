namespace ApiSnoop.Capturing.Spooling;

/// <summary>A batch cannot be put onto the disk; nothing of it is there.</summary>
/// <param name="message">Why not, in words for the user.</param>
/// <param name="inner">What the system said.</param>
public sealed class SpoolFullException(string message, Exception? inner = null) : Exception(message, inner);
