using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Tests.Audit;

public sealed class ReadAheadStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(5_000_000)]
    public void The_bytes_are_those_of_the_stream_in_their_order(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        using var ahead = new ReadAheadStream(new MemoryStream(bytes));

        var read = new MemoryStream();
        ahead.CopyTo(read, 70_001);

        read.ToArray().ShouldBe(bytes);
        ahead.Read(new byte[1]).ShouldBe(0, "the end stays the end");
    }

    [Fact]
    public void A_failure_is_told_after_what_came_before_it()
    {
        using var ahead = new ReadAheadStream(new Failing());
        var buffer = new byte[4];

        ahead.ReadExactly(buffer);

        Should.Throw<IOException>(() => { while (ahead.Read(buffer) > 0) { } }).Message.ShouldBe("torn");
    }

    [Fact]
    public async Task Closing_does_not_wait_for_a_read_that_never_returns_and_closes_the_stream_when_it_does()
    {
        var stuck = new Stuck();
        var ahead = new ReadAheadStream(stuck);
        var reading = Task.Run(() => ahead.Read(new byte[1]), TestContext.Current.CancellationToken);
        stuck.Asked.Wait(TestContext.Current.CancellationToken);

        ahead.Dispose();

        stuck.Closed.IsSet.ShouldBeFalse();
        stuck.Returns.Set();
        stuck.Closed.Wait(TestContext.Current.CancellationToken);
        (await reading).ShouldBe(0);
    }

    sealed class Failing : ReadOnlyStream
    {
        int _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given > 0) throw new IOException("torn");
            buffer.Fill(7);
            return _given = buffer.Length;
        }
    }

    sealed class Stuck : ReadOnlyStream
    {
        public ManualResetEventSlim Asked { get; } = new();

        public ManualResetEventSlim Returns { get; } = new();

        public ManualResetEventSlim Closed { get; } = new();

        public override int Read(Span<byte> buffer)
        {
            Asked.Set();
            Returns.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            Closed.Set();
            base.Dispose(disposing);
        }
    }
}
