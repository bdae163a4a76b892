using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace ApiSnoop.Capturing.Batches;

/// <summary>Reads a batch that an API server posts, as it streams in.</summary>
static class BatchReading
{
    const int Step = 64 * 1024;

    /// <summary>Reads a batch to its end.</summary>
    /// <param name="body">The bytes, gzip or not.</param>
    /// <param name="most">How many bytes it may have, unpacked.</param>
    /// <param name="folder">Where what does not fit into memory is put aside.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="BatchTooLargeException">It has more bytes.</exception>
    /// <exception cref="JsonException">It is no list of events.</exception>
    /// <exception cref="InvalidDataException">It is packed badly.</exception>
    /// <exception cref="Spooling.SpoolFullException">It does not fit into memory, and nothing can be put aside.</exception>
    /// <exception cref="IOException">The sender went away.</exception>
    public static async Task<CutBatch> Read(Stream body, long most, string folder, CancellationToken cancelled)
    {
        var batch = new CutBatch(folder);
        var buffer = ArrayPool<byte>.Shared.Rent(Step);
        try
        {
            var cutter = new EventCutter(batch, EventCutter.InList);
            var (kept, all) = (0, 0L);
            while (true)
            {
                if (kept == buffer.Length) buffer = Grown(buffer);
                var read = await body.ReadAsync(buffer.AsMemory(kept), cancelled).ConfigureAwait(false);
                if ((all += read) > most) throw new BatchTooLargeException(most);
                kept += read;
                var taken = cutter.Take(buffer.AsSpan(0, kept), isLast: read == 0);
                buffer.AsSpan(taken, kept - taken).CopyTo(buffer);
                kept -= taken;
                if (read == 0) break;
            }

            if (!cutter.HasList) throw new JsonException("it has no items");
            (batch.Events, batch.Newest) = (cutter.Events, cutter.Newest);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The bytes of a body, unpacked if its header says that it is packed.</summary>
    public static Stream Unpacked(Stream body, string? encoding) =>
        string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase) ? new GZipStream(body, CompressionMode.Decompress) : body;

    static byte[] Grown(byte[] buffer)
    {
        var grown = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return grown;
    }
}

/// <summary>A batch has more bytes than are taken.</summary>
/// <param name="most">How many are.</param>
sealed class BatchTooLargeException(long most) : Exception($"it is larger than {most >> 20} MiB");
