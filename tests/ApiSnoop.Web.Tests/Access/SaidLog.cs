using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Tests.Access;

/// <summary>Keeps what a server logs.</summary>
sealed class SaidLog : ILoggerProvider
{
    readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Into(_lines);

    public void Dispose()
    {
    }

    sealed class Into(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
