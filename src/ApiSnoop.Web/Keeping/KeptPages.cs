namespace ApiSnoop.Web.Keeping;

/// <summary>
/// Rendered pages, up to so many bytes: what was not asked for the longest goes first, and a page goes when what it is made from changes.
/// Safe for several threads.
/// </summary>
/// <param name="most">The bytes, keys included.</param>
/// <param name="clock">Tells how long ago a page was what the store held.</param>
internal sealed class KeptPages(long most, TimeProvider clock)
{
    /// <summary>What a kept page takes beside its bytes and its address: about that, measured in objects.</summary>
    const int Overhead = 800;

    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<Kept>> _kept = new(StringComparer.Ordinal);
    readonly LinkedList<Kept> _byUse = new();
    readonly Dictionary<string, Rendering> _rendering = new(StringComparer.Ordinal);

    /// <summary>The bytes that are kept now.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// A page that is kept, or else its rendering, which the caller does if it is the first. A page is rendered once at a time: beside
    /// loads that end one after another, renderings of each state would only keep each other from ending.
    /// </summary>
    /// <param name="asked">The page, of the state that the caller found.</param>
    /// <param name="rendering">The rendering, which may be of an older state; null if the page is kept.</param>
    /// <param name="isFirst">Whether the caller is to render it, and to call <see cref="End"/> whatever happens.</param>
    public RenderedPage? Find(PageOfState asked, out Rendering? rendering, out bool isFirst)
    {
        (rendering, isFirst) = (null, false);
        lock (_lock)
        {
            if (_kept.TryGetValue(asked.Address, out var kept))
            {
                if (kept.Value.Of.WillDoFor(asked))
                {
                    kept.Value.TrueAt = clock.GetTimestamp();
                    _byUse.Remove(kept);
                    _byUse.AddFirst(kept);
                    return kept.Value.Page;
                }

                Remove(kept);
            }

            if (_rendering.TryGetValue(asked.Address, out rendering)) return null;
            _rendering[asked.Address] = rendering = new(asked, clock.GetTimestamp())
            {
                Before = kept is null ? null : new(kept.Value.Page, kept.Value.TrueAt),
            };
            isFirst = true;
            return null;
        }
    }

    /// <summary>Ends a rendering, and keeps the page.</summary>
    /// <param name="rendering">What was begun.</param>
    /// <param name="page">The page; null when it is not to be kept.</param>
    public void End(Rendering rendering, RenderedPage? page)
    {
        var address = rendering.Page.Address;
        lock (_lock)
        {
            _rendering.Remove(address);
            if (page is null || SizeOf(address, page) > most / 8) return;
            if (_kept.TryGetValue(address, out var before)) Remove(before);
            var kept = new Kept(rendering.Page, page) { Bytes = SizeOf(address, page), TrueAt = rendering.Begun };
            _kept[address] = _byUse.AddFirst(kept);
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

    void Remove(LinkedListNode<Kept> kept)
    {
        _byUse.Remove(kept);
        _kept.Remove(kept.Value.Of.Address);
        Bytes -= kept.Value.Bytes;
    }

    void Shrink()
    {
        while (Bytes > most && _byUse.Last is { } last) Remove(last);
    }

    sealed record Kept(PageOfState Of, RenderedPage Page)
    {
        public long Bytes { get; set; }

        public long TrueAt { get; set; }
    }
}
