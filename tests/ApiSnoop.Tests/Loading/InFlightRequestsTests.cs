using System.Text;
using ApiSnoop.Audit;
using ApiSnoop.Loading.Requests;

namespace ApiSnoop.Tests.Loading;

public sealed unsafe class InFlightRequestsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_in_flight_is_told_as_it_was_told_last_however_often_the_texts_are_moved(int seed)
    {
        var random = new Random(seed);
        var inFlight = new InFlightRequests();
        var expected = new Dictionary<ulong, (string Id, string Uri, int Turn)>();

        for (var turn = 0; turn < 30_000; turn++)
        {
            var key = (ulong)random.Next(1, 3000);
            if (random.Next(4) == 0)
            {
                inFlight.Remove(key).ShouldBe(expected.Remove(key));
                continue;
            }

            expected[key] = ($"id-{key}", "/" + new string('x', random.Next(400)) + turn, turn);
            Tell(inFlight, key, expected[key]);
        }

        inFlight.Count.ShouldBe(expected.Count);
        inFlight.TextLength.ShouldBe(expected.Values.Sum(t => t.Id.Length + t.Uri.Length));
        foreach (var (key, told) in expected) Told(inFlight, key).ShouldBe(told);
        inFlight.KeysByAge().ToArray().ShouldBe(expected.OrderBy(t => t.Value.Turn).Select(t => t.Key));
    }

    static void Tell(InFlightRequests inFlight, ulong key, (string Id, string Uri, int Turn) told)
    {
        byte[] id = Encoding.UTF8.GetBytes(told.Id), uri = Encoding.UTF8.GetBytes(told.Uri);
        fixed (byte* idStart = id, uriStart = uri)
        {
            var readEvent = new ReadEvent
            {
                Key = key,
                Event = new AuditEvent { AuditId = new(idStart, id.Length), RequestUri = new(uriStart, uri.Length), Code = told.Turn },
            };
            ref var open = ref inFlight.Find(key);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref open)) inFlight.Add(readEvent);
            else inFlight.Update(ref open, readEvent);
        }
    }

    static (string Id, string Uri, int Turn) Told(InFlightRequests inFlight, ulong key)
    {
        var e = inFlight.EventOf(inFlight.Find(key));
        return (Encoding.UTF8.GetString(e.AuditId.Span), Encoding.UTF8.GetString(e.RequestUri.Span), e.Code);
    }
}
