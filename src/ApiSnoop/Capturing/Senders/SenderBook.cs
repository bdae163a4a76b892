using System.Text.Json;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Capturing.Senders;

/// <summary>
/// Who sends, and what was refused. It is on the disk, at most a second old, so that a receiver that was killed knows afterwards
/// since when nobody received. Safe for several threads.
/// </summary>
sealed class SenderBook
{
    /// <summary>A cluster has a handful of API servers; more addresses than this are counted under one name.</summary>
    const int Most = 256;

    const int MostGaps = 20;
    const string Others = "(others)";

    /// <summary>A batch waits for 30 s at most, and for as long again as it is tried; clocks differ by a little.</summary>
    static readonly TimeSpan s_clockAhead = TimeSpan.FromSeconds(5), s_batchWait = TimeSpan.FromSeconds(30);

    readonly Dictionary<string, SenderFacts> _senders = new(StringComparer.Ordinal);
    readonly Dictionary<string, EventRate> _rates = new(StringComparer.Ordinal);
    readonly Dictionary<RefusalReason, Refusal> _refused = [];
    readonly Lock _lock = new();
    readonly string _path;
    readonly TimeProvider _clock;
    readonly TimeSpan _retryTime;
    readonly DateTimeOffset _opened;
    readonly DateTimeOffset? _downSince;
    bool _changed;

    public SenderBook(string path, TimeProvider clock, TimeSpan retryTime)
    {
        (_path, _clock, _retryTime, _opened) = (path, clock, retryTime, clock.GetUtcNow());
        _downSince = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : null;
        foreach (var sender in Read(path)) _senders[sender.Name] = sender;
    }

    /// <summary>The senders by name.</summary>
    public IReadOnlyList<SenderFacts> Senders
    {
        get
        {
            var now = _clock.GetUtcNow();
            lock (_lock)
                return [.. _senders.Values.OrderBy(s => s.Name, StringComparer.Ordinal)
                    .Select(s => s with { EventsPerSecond = _rates.GetValueOrDefault(s.Name)?.At(now) ?? 0 })];
        }
    }

    /// <summary>What was refused, by reason.</summary>
    public IReadOnlyList<Refusal> Refused
    {
        get
        {
            lock (_lock) return [.. _refused.Values.OrderBy(r => r.Reason)];
        }
    }

    /// <summary>Notes a batch that was kept.</summary>
    /// <param name="name">Who sent it.</param>
    /// <param name="events">Events in it.</param>
    /// <param name="bytes">Bytes of them as they were kept.</param>
    /// <param name="newest">The time of the newest stage that they told; null if none did.</param>
    public void Kept(string name, int events, long bytes, DateTimeOffset? newest)
    {
        var now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (_senders.Count >= Most && !_senders.ContainsKey(name)) name = Others;
            var before = _senders.GetValueOrDefault(name) ?? new SenderFacts { Name = name, FirstBatch = now, LastBatch = now };
            var agrees = newest is { } told && told <= now + s_clockAhead && told >= now - s_batchWait - _retryTime;
            var gap = now - before.LastBatch > _retryTime;
            _senders[name] = before with
            {
                LastBatch = now,
                Batches = before.Batches + 1,
                Events = before.Events + events,
                Bytes = before.Bytes + bytes,
                GapCount = before.GapCount + (gap ? 1 : 0),
                NewestEvent = newest > before.NewestEvent || before.NewestEvent is null ? newest : before.NewestEvent,
                ClockAgreed = agrees ? now : before.ClockAgreed,
                Gaps = !gap ? before.Gaps : [.. before.Gaps.TakeLast(MostGaps - 1), Gap(before.LastBatch, now)],
            };
            if (!_rates.TryGetValue(name, out var rate)) _rates[name] = rate = new EventRate();
            rate.Add(now, events);
            _changed = true;
        }
    }

    /// <summary>Notes a post that was refused.</summary>
    public void Refuse(RefusalReason reason, string sender, string detail)
    {
        lock (_lock)
            _refused[reason] = new(reason, (_refused.GetValueOrDefault(reason)?.Count ?? 0) + 1, _clock.GetUtcNow(), sender, detail);
    }

    /// <summary>Puts onto the disk what changed, or at least that somebody receives at this time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save()
    {
        byte[]? json = null;
        lock (_lock)
        {
            if (_changed) json = JsonSerializer.SerializeToUtf8Bytes(_senders.Values.ToArray());
            _changed = false;
        }

        if (json is not null) WholeFile.Replace(_path, json);
        else if (File.Exists(_path)) File.SetLastWriteTimeUtc(_path, _clock.GetUtcNow().UtcDateTime);
    }

    SenderGap Gap(DateTimeOffset from, DateTimeOffset to) =>
        from < _opened && _downSince is { } since ? new(from, to, since, _opened) : new(from, to, null, null);

    static SenderFacts[] Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<SenderFacts[]>(File.ReadAllBytes(path)) ?? [] : [];
        }
        catch (JsonException)
        {
            // They are told anew by those who send.
            return [];
        }
    }
}
