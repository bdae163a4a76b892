using System.Diagnostics;
using System.Globalization;
using ApiSnoop.Loading;

namespace ApiSnoop.Cli;

/// <summary>One line on standard error that says how far a load is, drawn over itself a few times a second.</summary>
internal sealed class ProgressLine : IDisposable
{
    readonly LoadProgress _progress;
    readonly Stopwatch _watch;
    readonly Timer _timer;
    readonly Lock _drawing = new();
    int _drawn;
    double? _began;

    public ProgressLine(LoadProgress progress, Stopwatch watch, TimeSpan every)
    {
        _progress = progress;
        _watch = watch;
        _timer = new Timer(_ => Draw(), null, every, every);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_drawing)
        {
            if (_drawn > 0) Console.Error.Write("\r" + new string(' ', _drawn) + "\r");
            _drawn = -1;
        }
    }

    void Draw()
    {
        lock (_drawing)
        {
            if (_drawn < 0) return;
            var text = Text();
            Console.Error.Write("\r" + text.PadRight(_drawn));
            _drawn = text.Length;
        }
    }

    string Text()
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        // A packed archive is gone through before it is read, which takes a while.
        if (_progress.Release is null) return string.Create(CultureInfo.InvariantCulture, $"Looking at the logs: {seconds:0} s");
        seconds -= _began ??= seconds;
        var (read, total, events) = (_progress.BytesRead, _progress.TotalBytes, _progress.Events);
        var rate = string.Create(
            CultureInfo.InvariantCulture, $"{events:N0} events, {read / 1e6:N0} MB, {(seconds == 0 ? 0 : events / seconds):N0} events/s");
        if (total is null or 0 || read == 0 || seconds == 0) return rate;
        var left = TimeSpan.FromSeconds(seconds * Math.Max(0, total.Value - read) / read);
        return string.Create(
            CultureInfo.InvariantCulture,
                $"{100.0 * read / total.Value,3:0}%  {rate}, "
                    + $"{left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)} left");
    }
}
