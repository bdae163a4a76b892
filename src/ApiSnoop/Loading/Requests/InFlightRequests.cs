using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Loading.Requests;

/// <summary>
/// Requests whose end was not seen yet, with what their last event told. Their texts lie in one arena, in the order in which
/// they were told, and are moved together when it is full: a request in flight costs an entry and its texts.
/// </summary>
internal sealed unsafe class InFlightRequests
{
    /// <summary>A request in flight; its texts are found in the arena from <see cref="Text"/> on, one after the other.</summary>
    internal struct Entry
    {
        public ulong Key;
        public long Received, Staged;
        public RequestFacts Facts;
        public int Text, AuditId, Uri, Code;
        public Stage Stage;

        public readonly int TextLength => AuditId + Uri;
    }

    readonly Dictionary<ulong, int> _index = [];
    readonly Stack<int> _free = new();
    Entry[] _entries = new Entry[1024];
    byte[] _arena = Arena(256 * 1024);
    int[] _order = [], _texts = [];
    ulong[] _keys = [];
    int _used;

    public int Count => _index.Count;

    /// <summary>Bytes of texts that are kept.</summary>
    public int TextLength { get; private set; }

    /// <summary>The entry of a request, or a null reference.</summary>
    public ref Entry Find(ulong key)
    {
        ref readonly var at = ref CollectionsMarshal.GetValueRefOrNullRef(_index, key);
        if (Unsafe.IsNullRef(in at)) return ref Unsafe.NullRef<Entry>();
        return ref _entries[at];
    }

    /// <summary>Keeps a request's first event.</summary>
    public void Add(in ReadEvent readEvent)
    {
        if (!_free.TryPop(out var at)) at = _index.Count;
        if (at == _entries.Length) Array.Resize(ref _entries, at * 2);
        _index[readEvent.Key] = at;
        ref var entry = ref _entries[at];
        entry = new Entry { Key = readEvent.Key };
        Tell(ref entry, readEvent);
    }

    /// <summary>Replaces what is known of a request by a later event.</summary>
    public void Update(ref Entry entry, in ReadEvent readEvent)
    {
        TextLength -= entry.TextLength;
        Tell(ref entry, readEvent);
    }

    /// <summary>Forgets a request.</summary>
    /// <returns>False when it was not in flight.</returns>
    public bool Remove(ulong key)
    {
        if (!_index.Remove(key, out var at)) return false;
        TextLength -= _entries[at].TextLength;
        _free.Push(at);
        return true;
    }

    /// <summary>An event that tells again what a row needs of the request; its views live until the next change.</summary>
    public AuditEvent EventOf(in Entry entry)
    {
        var text = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_arena, entry.Text);
        return new AuditEvent
        {
            AuditId = new ByteView(text, entry.AuditId),
            RequestUri = new ByteView(text + entry.AuditId, entry.Uri),
            Received = entry.Received,
            Staged = entry.Staged,
            Code = entry.Code,
            Stage = entry.Stage,
        };
    }

    /// <summary>Keys of the requests in flight, those first of which nothing was heard for longest; valid until asked for again.</summary>
    public ReadOnlySpan<ulong> KeysByAge()
    {
        var order = ByAge();
        if (_keys.Length < order.Length) _keys = new ulong[_entries.Length];
        for (var i = 0; i < order.Length; i++) _keys[i] = _entries[order[i]].Key;
        return _keys.AsSpan(0, order.Length);
    }

    ReadOnlySpan<int> ByAge()
    {
        if (_order.Length < _index.Count) (_order, _texts) = (new int[_entries.Length], new int[_entries.Length]);
        var count = 0;
        foreach (var at in _index.Values)
        {
            _order[count] = at;
            _texts[count++] = _entries[at].Text;
        }

        Array.Sort(_texts, _order, 0, count);
        return _order.AsSpan(0, count);
    }

    void Tell(ref Entry entry, in ReadEvent readEvent)
    {
        ref readonly var e = ref readEvent.Event;
        var length = e.AuditId.Length + e.RequestUri.Length;
        (entry.AuditId, entry.Uri) = (0, 0);
        if (_used + length > _arena.Length) MakeRoom(length);
        (entry.Text, entry.AuditId, entry.Uri) = (_used, e.AuditId.Length, e.RequestUri.Length);
        e.AuditId.Span.CopyTo(_arena.AsSpan(_used));
        e.RequestUri.Span.CopyTo(_arena.AsSpan(_used + e.AuditId.Length));
        _used += length;
        TextLength += length;
        (entry.Received, entry.Staged, entry.Code, entry.Stage) = (e.Received, e.Staged, e.Code, e.Stage);
        entry.Facts = readEvent.Facts;
    }

    /// <summary>Moves the texts together, to a larger arena when they fill more than three quarters of this one.</summary>
    void MakeRoom(int length)
    {
        var size = (long)_arena.Length;
        while (TextLength + (long)length > size / 4 * 3) size *= 2;
        var to = size == _arena.Length ? _arena : Arena(checked((int)size));
        _used = 0;
        foreach (var at in ByAge())
        {
            ref var entry = ref _entries[at];
            _arena.AsSpan(entry.Text, entry.TextLength).CopyTo(to.AsSpan(_used));
            entry.Text = _used;
            _used += entry.TextLength;
        }

        _arena = to;
    }

    static byte[] Arena(int size) => GC.AllocateUninitializedArray<byte>(size, pinned: true);
}
