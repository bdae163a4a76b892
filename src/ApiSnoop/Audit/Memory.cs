using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ApiSnoop.Audit;

/// <summary>Hints about memory that is larger than the caches.</summary>
internal static class Memory
{
    /// <summary>Has the place fetched, so that it is there when it is looked at a little later. Does nothing where the processor cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void FetchAhead<T>(ref T place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }
}
