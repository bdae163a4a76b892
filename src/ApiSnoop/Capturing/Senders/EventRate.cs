namespace ApiSnoop.Capturing.Senders;

/// <summary>Events a second over the last ten seconds.</summary>
sealed class EventRate
{
    const int Seconds = 10;

    readonly long[] _counts = new long[Seconds];
    readonly long[] _of = new long[Seconds];

    /// <summary>Counts events that came now.</summary>
    public void Add(DateTimeOffset now, long events)
    {
        var second = now.ToUnixTimeSeconds();
        var place = (int)(second % Seconds);
        if (_of[place] != second) (_of[place], _counts[place]) = (second, 0);
        _counts[place] += events;
    }

    /// <summary>The rate now.</summary>
    public double At(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var sum = 0L;
        for (var i = 0; i < Seconds; i++)
            if (second - _of[i] < Seconds) sum += _counts[i];
        return (double)sum / Seconds;
    }
}
