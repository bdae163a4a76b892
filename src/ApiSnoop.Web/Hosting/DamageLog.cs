using System.Collections.Concurrent;
using ApiSnoop.Recording;
using ApiSnoop.Web.Components.Tables;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Hosting;

/// <summary>
/// Says in the server's log which recording cannot be read, and why: one line for each damage, however often it is met. Where in the code
/// it was met says nothing to those who can mend it, so there is no stack. Safe for several threads.
/// </summary>
internal sealed partial class DamageLog(ILogger<DamageLog> log) : IExceptionHandler
{
    /// <summary>Reasons that are remembered; a store that breaks again and again must not fill the memory.</summary>
    const int Most = 1000;

    readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);
    long _met;

    /// <summary>How often a damage was met.</summary>
    public long Met => Interlocked.Read(ref _met);

    /// <summary>Whether the framework is to leave a failure out of its log because it is said here.</summary>
    public static bool Covers(ExceptionHandlerSuppressDiagnosticsContext failure) => failure.Exception is StoreException;

    /// <summary>Says a damage unless it was said before.</summary>
    /// <param name="reason">What is wrong; it names the recording or its file.</param>
    public void Say(string reason)
    {
        Interlocked.Increment(ref _met);
        if (_said.Count >= Most) _said.Clear();
        // The name of an app may hold anything, a line's end too.
        if (_said.TryAdd(reason, true)) CannotBeRead(SafeText.Of(reason));
    }

    /// <summary>Says what made a page fail. The page itself is left to the error page.</summary>
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is StoreException) Say(exception.Message);
        return ValueTask.FromResult(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A recording cannot be read: {Reason}")]
    partial void CannotBeRead(string reason);
}
