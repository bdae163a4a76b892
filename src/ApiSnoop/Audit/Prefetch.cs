using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ApiSnoop.Audit;

/// <summary>Hints about memory that is larger than the caches.</summary>
internal static unsafe partial class Prefetch
{
    const nuint LargePage = 2 << 20;

    /// <summary>MADV_HUGEPAGE of Linux' madvise(2).</summary>
    const int AdviseLargePages = 14;

    /// <summary>
    /// Has the place fetched, so that it is there when it is looked at a little later. Does nothing where the processor
    /// cannot.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchAhead<T>(ref T place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    /// <summary>
    /// Makes an array that is looked at here and there, so that pages of 4 KB would each have to be found first, and at first cleared
    /// one by one. On Linux it gets pages of 2 MB, if the system has them.
    /// </summary>
    public static T[] Scattered<T>(int length)
        where T : unmanaged
    {
        var array = new T[length];
        if (!OperatingSystem.IsLinux() || (nuint)length * (nuint)sizeof(T) < 2 * LargePage) return array;
        fixed (T* start = array)
        {
            var first = ((nuint)start + LargePage - 1) & ~(LargePage - 1);
            var end = (nuint)(start + length) & ~(LargePage - 1);
            _ = Advise((void*)first, end - first, AdviseLargePages);
        }

        return array;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
