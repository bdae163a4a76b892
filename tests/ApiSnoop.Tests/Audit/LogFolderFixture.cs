using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ApiSnoop.Audit.Inputs;

namespace ApiSnoop.Tests.Audit;

/// <summary>A folder for a test's logs, gone afterwards, and the ways in which logs are packed.</summary>
public abstract class LogFolderFixture : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("apisnoop-test-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    protected string Write(string name, string content) => Write(name, Bytes(content));

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static byte[] Gzip(string text) => Gzip(Bytes(text));

    internal static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    internal static byte[] Zstd(byte[] content)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(content).ToArray();
    }

    internal static byte[] Tar(params (string Name, byte[] Content)[] members)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Gnu, leaveOpen: true))
            foreach (var (name, content) in members)
                tar.WriteEntry(
                    new GnuTarEntry(
                        TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(content),
                        ModificationTime =
                            DateTimeOffset.UnixEpoch
                    });
        return packed.ToArray();
    }

    /// <summary>A text that does not compress to almost nothing.</summary>
    internal static string LongText(int lines) =>
        string.Concat(Enumerable.Range(0, lines).Select(i => AuditText.Event(id: $"{i}-{i * 7919L % 104729}", second: i % 50) + "\n"));

    internal static LogInputSet Expand(params string[] arguments) =>
        LogInputs.Expand(arguments, cancelled: TestContext.Current.CancellationToken);

    internal static string ReadAll(LogInput input)
    {
        using var stream = input.Open();
        return ReadAll(stream);
    }

    internal static string ReadAll(Stream stream)
    {
        using var text = new MemoryStream();
        stream.CopyTo(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
