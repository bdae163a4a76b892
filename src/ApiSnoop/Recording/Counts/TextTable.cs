using System.Collections.Immutable;
using ApiSnoop.Audit;
using ApiSnoop.Recording.Parquet;
using ParquetSharp;

using Encoding = System.Text.Encoding;

namespace ApiSnoop.Recording.Counts;

/// <summary>
/// Gives each distinct text a small number, the same for all threads. Looking up a known text takes no lock and
/// allocates nothing; a new one is added under a lock. Beyond its limit every new text becomes <see cref="Cube.Other"/>.
/// </summary>
internal sealed class TextTable : ITextSource
{
    readonly Lock _adding = new();
    readonly PinnedBytes _bytes = new();
    readonly int _limit;
    volatile Snapshot _snapshot = new(1024);

    public TextTable(int limit)
    {
        _limit = limit;
        Intern([]);
    }

    public int Count => _snapshot.Count;

    /// <summary>Whether a text fell to <see cref="Cube.Other"/>: the limit was hit.</summary>
    public bool Overflowed => Other >= 0;

    /// <summary>The number of <see cref="Cube.Other"/> once a text fell to it, else negative.</summary>
    public int Other { get; private set; } = -1;

    public string this[int id] => Encoding.UTF8.GetString(_snapshot.Text(id));

    public ReadOnlySpan<byte> Utf8(int id) => _snapshot.Text(id);

    /// <summary>Where a text is; it stays there for as long as this table lives.</summary>
    public ByteArray Pinned(int id) => _snapshot.Texts[id];

    /// <summary>Where the texts are by number, of those that are numbered by now.</summary>
    public ReadOnlySpan<ByteArray> AllPinned => _snapshot.Texts;

    /// <summary>The numbers of texts that were numbered elsewhere.</summary>
    public int[] Numbers(ImmutableArray<string> texts) => [.. texts.Select(t => Intern(Encoding.UTF8.GetBytes(t)))];

    public int Intern(ReadOnlySpan<byte> text)
    {
        var hash = ByteHash.Of(text);
        var id = _snapshot.Find(text, hash);
        return id >= 0 ? id : Add(text, hash);
    }

    int Add(ReadOnlySpan<byte> text, ulong hash)
    {
        lock (_adding)
        {
            var id = _snapshot.Find(text, hash);
            if (id >= 0) return id;
            if (_snapshot.Count >= _limit && !text.SequenceEqual("(other)"u8))
            {
                return Other = Intern("(other)"u8);
            }

            if (_snapshot.Count * 2 >= _snapshot.Slots.Length) _snapshot = _snapshot.Grown();
            return _snapshot.Append(_bytes.Add(text), hash);
        }
    }

    /// <summary>Open addressing over slots of (id + 1); readers see a slot only after its text is in place.</summary>
    sealed class Snapshot
    {
        public readonly int[] Slots;
        public readonly ulong[] Hashes;
        public readonly ByteArray[] Texts;
        public volatile int Count;

        public Snapshot(int slots)
        {
            Slots = new int[slots];
            Hashes = new ulong[slots / 2];
            Texts = new ByteArray[slots / 2];
        }

        public int Find(ReadOnlySpan<byte> text, ulong hash)
        {
            var mask = Slots.Length - 1;
            for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
            {
                var id = Volatile.Read(ref Slots[slot]) - 1;
                if (id < 0) return -1;
                if (Hashes[id] == hash && text.SequenceEqual(Text(id))) return id;
            }
        }

        public unsafe ReadOnlySpan<byte> Text(int id) => new((void*)Texts[id].Pointer, Texts[id].Length);

        public int Append(ByteArray text, ulong hash)
        {
            var id = Count;
            Hashes[id] = hash;
            Texts[id] = text;
            Count = id + 1;
            Place(id, hash);
            return id;
        }

        public Snapshot Grown()
        {
            var grown = new Snapshot(Slots.Length * 2);
            Array.Copy(Hashes, grown.Hashes, Count);
            Array.Copy(Texts, grown.Texts, Count);
            grown.Count = Count;
            for (var id = 0; id < Count; id++) grown.Place(id, Hashes[id]);
            return grown;
        }

        void Place(int id, ulong hash)
        {
            var mask = Slots.Length - 1;
            var slot = (int)hash & mask;
            while (Slots[slot] != 0) slot = (slot + 1) & mask;
            Volatile.Write(ref Slots[slot], id + 1);
        }
    }
}
