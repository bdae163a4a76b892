using System.Security.Cryptography;

namespace ApiSnoop.Recording.Sharing;

/// <summary>Reads the files of an archive one behind the other, each only if it is the one that is expected.</summary>
internal sealed class ArchiveReader(Stream from)
{
    const int Step = 1 << 16;

    /// <summary>Reads a file into memory.</summary>
    /// <exception cref="InvalidDataException">It is another file, too large, or cut off.</exception>
    public byte[] ReadWhole(string name, int most)
    {
        var bytes = Announced(name);
        if (bytes > most) throw new InvalidDataException($"{name} in it is too large: {bytes} bytes, where {most} are the most");
        var content = new byte[bytes];
        Fill(content, name);
        Skip(bytes, name);
        return content;
    }

    /// <summary>Reads a file into memory that was listed.</summary>
    public byte[] ReadWhole(ListedFile file, int most)
    {
        var content = ReadWhole(file.Name, most);
        Hold(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        return content;
    }

    /// <summary>Copies a file that was listed.</summary>
    public void Copy(ListedFile file, Stream to)
    {
        var left = Announced(file.Name);
        if (left != file.Bytes) Hold(file, left, file.Sha256);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Step];
        while (left > 0)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, Step));
            Fill(part, file.Name);
            hash.AppendData(part);
            to.Write(part);
            left -= part.Length;
        }

        Skip(file.Bytes, file.Name);
        Hold(file, file.Bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Holds that nothing comes any more.</summary>
    public void End()
    {
        var block = new byte[TarBlock.Size];
        Fill(block, "its end");
        if (TarBlock.Read(block) is { } more) throw new InvalidDataException($"\"{more.Name}\" is in it, which its list does not have");
        Fill(block, "its end");
        if (block.AsSpan().ContainsAnyExcept((byte)0) || from.ReadByte() >= 0)
            throw new InvalidDataException("something stands behind its end");
    }

    long Announced(string name)
    {
        var block = new byte[TarBlock.Size];
        Fill(block, name);
        var (found, bytes) = TarBlock.Read(block) ?? throw new InvalidDataException($"{name} is missing in it");
        return found == name ? bytes : throw new InvalidDataException($"\"{found}\" is in it where {name} should be");
    }

    void Fill(Span<byte> to, string name)
    {
        if (from.ReadAtLeast(to, to.Length, throwOnEndOfStream: false) < to.Length)
            throw new InvalidDataException($"it is cut off in {name}");
    }

    void Skip(long bytes, string name)
    {
        Span<byte> padding = stackalloc byte[TarBlock.Size];
        Fill(padding[..(int)((TarBlock.Size - bytes % TarBlock.Size) % TarBlock.Size)], name);
    }

    static void Hold(ListedFile file, long bytes, string sha256)
    {
        if (bytes != file.Bytes) throw new InvalidDataException($"{file.Name} has {bytes} bytes in it, where its list says {file.Bytes}");
        if (sha256 != file.Sha256) throw new InvalidDataException($"{file.Name} was changed: its hash is another than its list says");
    }
}
