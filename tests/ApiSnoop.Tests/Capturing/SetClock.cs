namespace ApiSnoop.Tests.Capturing;

/// <summary>A clock that stands still until it is set.</summary>
sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
