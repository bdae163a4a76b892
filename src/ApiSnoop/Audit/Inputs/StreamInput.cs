using ApiSnoop.Audit.Archives;
using ApiSnoop.Audit.Streams;

namespace ApiSnoop.Audit.Inputs;

/// <summary>A stream that comes only once (standard input, a named pipe, a URL's content) as an input.</summary>
internal static class StreamInput
{
    /// <summary>The inputs that a stream holds: itself, or the members of the archive that it is.</summary>
    public static void Find(string name, long? length, Stream stream, bool isPipe, LogInputSet found, CancellationToken cancelled)
    {
        var input = new LogInput(name, length, () => stream) { IsOnce = true, IsPipe = isPipe, IsHashed = found.IsHashed };
        if (!input.Peek(TarHeader.Length, TarHeader.IsOne))
        {
            if (input.Peek(TarHeader.Length, Compression.Foreign) is { } foreign)
                throw new LogInputException(
                    $"{name} is compressed with {foreign}, which is not read. Unpack it first; gzip, zstd and tar are read as they are.");
            found.Add(input);
            return;
        }

        // The members of an archive are gone through more than once, so one that comes once is put aside first.
        using var archive = input.Open();
        var aside = TemporaryFile.Of(archive, cancelled);
        found.Hold(aside);
        if (archive.Damage is { } damage) found.Note($"{name}: {damage}.");
        found.Add(name, new TarArchive(name, () => TemporaryFile.Reopen(aside)));
    }
}
