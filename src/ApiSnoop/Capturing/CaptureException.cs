namespace ApiSnoop.Capturing;

/// <summary>A capture or a recording cannot begin or end; the message is for the user.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class CaptureException(string message) : Exception(message);
