namespace ApiSnoop.Web.Keeping;

/// <summary>
/// The rendered pages of one state of the store, up to so many bytes: what was not asked for the longest goes first, and all go when the
/// store changes. Safe for several threads.
/// </summary>
/// <param name="most">The bytes, keys included.</param>
internal sealed class KeptPages(long most)
{
    /// <summary>What a kept page takes beside its bytes and its address: about that, measured in objects.</summary>
    const int Overhead = 600;

    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<Kept>> _kept = new(StringComparer.Ordinal);
    readonly LinkedList<Kept> _byUse = new();
    readonly Dictionary<string, Rendering> _rendering = new(StringComparer.Ordinal);
    long _number;

    /// <summary>The bytes that are kept now.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// A page that is kept, or else its rendering, which the caller does if it is the first. A page is rendered once at a time: beside
    /// loads that end one after another, renderings of each state would only keep each other from ending.
    /// </summary>
    /// <param name="address">The page.</param>
    /// <param name="state">What the caller found in the store.</param>
    /// <param name="rendering">The rendering; null if the page is kept.</param>
    /// <param name="isFirst">Whether the caller is to render it, and to call <see cref="End"/> whatever happens.</param>
    public RenderedPage? Find(string address, StoreState state, out Rendering? rendering, out bool isFirst)
    {
        (rendering, isFirst) = (null, false);
        lock (_lock)
        {
            if (state.Number > _number) Forget(state.Number);
            // Who looked before that and comes only now is served what is newer.
            if (_kept.TryGetValue(address, out var kept))
            {
                _byUse.Remove(kept);
                _byUse.AddFirst(kept);
                return kept.Value.Page;
            }

            if (_rendering.TryGetValue(address, out rendering)) return null;
            _rendering[address] = rendering = new(address, state.Number);
            isFirst = true;
            return null;
        }
    }

    /// <summary>Ends a rendering, and keeps the page if it is still that of the store.</summary>
    /// <param name="rendering">What was begun.</param>
    /// <param name="page">The page; null when it is not to be kept.</param>
    public void End(Rendering rendering, RenderedPage? page)
    {
        lock (_lock)
        {
            _rendering.Remove(rendering.Address);
            if (page is null || rendering.Number != _number || SizeOf(rendering.Address, page) > most / 8) return;
            var kept = new Kept(rendering.Address, page) { Bytes = SizeOf(rendering.Address, page) };
            _kept[rendering.Address] = _byUse.AddFirst(kept);
            Bytes += kept.Bytes;
            Shrink();
        }
    }

    /// <summary>Counts a page anew that has got another form.</summary>
    public void Weigh(string address, RenderedPage page)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(address, out var kept) || kept.Value.Page != page) return;
            Bytes -= kept.Value.Bytes;
            kept.Value.Bytes = SizeOf(address, page);
            Bytes += kept.Value.Bytes;
            Shrink();
        }
    }

    static long SizeOf(string address, RenderedPage page) => page.Bytes + address.Length * sizeof(char) + Overhead;

    void Forget(long number)
    {
        _kept.Clear();
        _byUse.Clear();
        (Bytes, _number) = (0, number);
    }

    void Shrink()
    {
        while (Bytes > most && _byUse.Last is { } last)
        {
            _byUse.RemoveLast();
            _kept.Remove(last.Value.Address);
            Bytes -= last.Value.Bytes;
        }
    }

    sealed record Kept(string Address, RenderedPage Page)
    {
        public long Bytes { get; set; }
    }
}
