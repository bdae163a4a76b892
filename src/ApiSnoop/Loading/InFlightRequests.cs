using System.Runtime.InteropServices;
using ApiSnoop.Audit;

namespace ApiSnoop.Loading;

/// <summary>
/// Requests whose end was not seen yet, with what their last event told. Texts lie in one arena that is compacted
/// when half of it is garbage, so a request in flight costs the bytes of its texts and nothing on the heap.
/// </summary>
internal sealed unsafe class InFlightRequests
{
    /// <summary>A request in flight; its texts are found in the arena from <see cref="Text"/> on, one after the other.</summary>
    internal struct Entry
    {
        public ulong Key;
        public long Received, Staged, Order;
        public int Text, AuditId, Uri, Verb, User, Agent, Namespace;
        public int Code;
        public Stage Stage;

        public readonly int TextLength => AuditId + Uri + Verb + User + Agent + Namespace;
    }

    readonly Dictionary<ulong, int> _index = [];
    readonly Stack<int> _free = new();
    Entry[] _entries = new Entry[1024];
    byte[] _arena = GC.AllocateUninitializedArray<byte>(256 * 1024, pinned: true);
    byte[] _spare = [];
    int _used, _live;
    long _order;

    public int Count => _index.Count;

    /// <summary>The entry of a request, or a null reference.</summary>
    public ref Entry Find(ulong key)
    {
        ref readonly var at = ref CollectionsMarshal.GetValueRefOrNullRef(_index, key);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(in at)) return ref System.Runtime.CompilerServices.Unsafe.NullRef<Entry>();
        return ref _entries[at];
    }

    /// <summary>Keeps a request's first event.</summary>
    public void Add(ulong key, in AuditEvent e)
    {
        if (!_free.TryPop(out var at)) at = _index.Count;
        if (at == _entries.Length) Array.Resize(ref _entries, at * 2);
        _index[key] = at;
        ref var entry = ref _entries[at];
        entry = new Entry { Key = key, Order = _order++ };
        Tell(ref entry, e);
    }

    /// <summary>Replaces what is known of a request by a later event.</summary>
    public void Update(ref Entry entry, in AuditEvent e)
    {
        _live -= entry.TextLength;
        Tell(ref entry, e);
    }

    /// <summary>Forgets a request.</summary>
    /// <returns>False when it was not in flight.</returns>
    public bool Remove(ulong key)
    {
        if (!_index.Remove(key, out var at)) return false;
        _live -= _entries[at].TextLength;
        _free.Push(at);
        return true;
    }

    /// <summary>An event that tells again what is known of the request; its views live until the next change.</summary>
    public AuditEvent EventOf(in Entry entry)
    {
        var at = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_arena, 0) + entry.Text;
        return new AuditEvent
        {
            AuditId = Next(ref at, entry.AuditId),
            RequestUri = Next(ref at, entry.Uri),
            Verb = Next(ref at, entry.Verb),
            UserName = Next(ref at, entry.User),
            UserAgent = Next(ref at, entry.Agent),
            Namespace = Next(ref at, entry.Namespace),
            Received = entry.Received,
            Staged = entry.Staged,
            Code = entry.Code,
            Stage = entry.Stage,
        };
    }

    /// <summary>Keys of the requests in flight, the oldest first.</summary>
    public List<ulong> KeysByAge()
    {
        var keys = new List<ulong>(_index.Keys);
        keys.Sort((a, b) => _entries[_index[a]].Order.CompareTo(_entries[_index[b]].Order));
        return keys;
    }

    static ByteView Next(ref byte* at, int length)
    {
        var view = new ByteView(at, length);
        at += length;
        return view;
    }

    void Tell(ref Entry entry, in AuditEvent e)
    {
        var length = e.AuditId.Length + e.RequestUri.Length + e.Verb.Length + e.UserName.Length + e.UserAgent.Length + e.Namespace.Length;
        (entry.AuditId, entry.Uri, entry.Verb) = (0, 0, 0);
        (entry.User, entry.Agent, entry.Namespace) = (0, 0, 0);
        if (_used + length > _arena.Length) MakeRoom(length);
        entry.Text = _used;
        entry.AuditId = Copy(e.AuditId);
        entry.Uri = Copy(e.RequestUri);
        entry.Verb = Copy(e.Verb);
        entry.User = Copy(e.UserName);
        entry.Agent = Copy(e.UserAgent);
        entry.Namespace = Copy(e.Namespace);
        _live += length;
        (entry.Received, entry.Staged, entry.Code, entry.Stage) = (e.Received, e.Staged, e.Code, e.Stage);
    }

    int Copy(ByteView view)
    {
        view.Span.CopyTo(_arena.AsSpan(_used));
        _used += view.Length;
        return view.Length;
    }

    /// <summary>Moves the live texts together, into a larger arena when they fill more than half of this one.</summary>
    void MakeRoom(int length)
    {
        var size = (long)_arena.Length;
        while ((_live + (long)length) * 2 > size) size *= 2;
        var moved = _spare.Length == size ? _spare : GC.AllocateUninitializedArray<byte>(checked((int)size), pinned: true);
        var used = 0;
        foreach (var at in _index.Values)
        {
            ref var entry = ref _entries[at];
            var text = _arena.AsSpan(entry.Text, entry.TextLength);
            text.CopyTo(moved.AsSpan(used));
            entry.Text = used;
            used += text.Length;
        }

        (_arena, _spare) = (moved, _arena);
        _used = used;
    }
}
