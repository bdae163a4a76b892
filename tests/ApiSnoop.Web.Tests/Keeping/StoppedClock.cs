namespace ApiSnoop.Web.Tests.Keeping;

/// <summary>Shows the second that a test sets.</summary>
sealed class StoppedClock : TimeProvider
{
    public long Seconds { get; set; }

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Seconds;
}
