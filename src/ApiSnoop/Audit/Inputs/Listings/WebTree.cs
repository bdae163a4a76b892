using System.Globalization;
using System.Text;
using ApiSnoop.Audit.Archives;
using ApiSnoop.Audit.Wrappings;

namespace ApiSnoop.Audit.Inputs.Listings;

/// <summary>Finds the audit logs below a listing, by looking into each file. Nothing but what is below the address is asked for.</summary>
internal sealed class WebTree(Uri address, Func<Uri, HttpResponseMessage> ask, CancellationToken cancelled)
{
    /// <summary>Folders in folders.</summary>
    internal const int Deepest = 12;

    /// <summary>Pages of listings.</summary>
    internal const int MostPages = 2_000;

    /// <summary>Files that are looked into.</summary>
    internal const int MostFiles = 10_000;

    /// <summary>A page of a listing is at most so long, in bytes: S3 tells a thousand files a page, of a kilobyte each at most.</summary>
    internal const int LargestPage = 16 << 20;

    /// <summary>An archive has to be fetched whole to be looked into, so larger ones are left out, in bytes.</summary>
    const long LargestArchive = 256L << 20;

    const int EnoughToTell = 64 * 1024;
    const int AtOnce = 8;

    readonly List<Uri> _files = [];
    readonly HashSet<Uri> _seen = [];
    readonly List<string> _notes = [];
    int _pages, _elsewhere;

    /// <summary>What a file is.</summary>
    enum Content : byte
    {
        Other,
        Log,
        Archive,
        LargeArchive,
        Unreadable,
    }

    /// <summary>Adds the logs to a set of inputs.</summary>
    /// <param name="name">What to call the listing.</param>
    /// <param name="page">Its first page.</param>
    /// <param name="found">Takes the inputs, and a sentence on what was looked at.</param>
    /// <exception cref="LogInputException">There is none below it, or too much.</exception>
    public void Find(string name, string page, LogInputSet found)
    {
        var kind = Walk(name, page);
        var looked = _files.AsParallel().AsOrdered().WithDegreeOfParallelism(AtOnce).WithCancellation(cancelled)
            .Select(f => (File: f, Is: Look(f))).ToList();
        foreach (var (file, content) in looked) Add(file, content, found);
        var logs = looked.Count(l => l.Is is Content.Log or Content.Archive);
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{name} is a listing ({kind}): {logs:N0} of {_files.Count:N0} files on {_pages:N0} pages are audit logs or archives. Only "
                + $"what is below it was asked for{(_elsewhere > 0 ? $"; {_elsewhere:N0} links lead elsewhere" : "")}.");
        if (logs == 0) throw new LogInputException($"{sentence} Give the address of a folder that holds audit logs.");
        found.Note(sentence);
        foreach (var note in _notes) found.Note(note);
    }

    string Walk(string name, string firstPage)
    {
        var open = new Queue<(Uri Page, string? Text, int Depth)>([(address, firstPage, 0)]);
        _seen.Add(address);
        var kind = "";
        while (open.TryDequeue(out var next))
        {
            cancelled.ThrowIfCancellationRequested();
            if (++_pages > MostPages) throw TooMuch(name, $"more than {MostPages} pages");
            if ((next.Text ?? Page(next.Page)) is not { } text) continue;
            var listing = WebListing.Read(next.Page, text);
            if (kind.Length == 0) kind = listing.Kind;
            _files.AddRange(listing.Files.Where(IsWanted));
            if (_files.Count > MostFiles) throw TooMuch(name, $"more than {MostFiles} files");
            // A further page of the same folder is no deeper.
            foreach (var page in listing.Pages.Where(IsWanted))
            {
                if (next.Depth == Deepest) throw TooMuch(name, $"folders more than {Deepest} deep");
                open.Enqueue((page, null, IsFurther(page, next.Page) ? next.Depth : next.Depth + 1));
            }
        }

        return kind;
    }

    bool IsWanted(Uri link)
    {
        if (!_seen.Add(link)) return false;
        if (WebListing.IsBelow(link, address)) return true;
        // The way up, and the heads of columns, are on every page.
        if (!address.AbsoluteUri.StartsWith(link.AbsoluteUri, StringComparison.Ordinal)) _elsewhere++;
        return false;
    }

    static bool IsFurther(Uri page, Uri of) =>
        page.Query.Contains("pageToken=", StringComparison.Ordinal) || page.Query.Contains("continuation-token=", StringComparison.Ordinal)
        || (page.Query.Contains("marker=", StringComparison.Ordinal) && page.AbsolutePath == of.AbsolutePath);

    string? Page(Uri page)
    {
        try
        {
            using var response = ask(page);
            using var stream = response.Content.ReadAsStream(cancelled);
            return Text(stream);
        }
        catch (LogInputException e)
        {
            _notes.Add($"Left out {WebLog.NameOf(page)}: {e.Message}");
            return null;
        }
    }

    /// <summary>A page's text.</summary>
    /// <exception cref="LogInputException">It is too long.</exception>
    public static string Text(Stream stream)
    {
        var bytes = new byte[LargestPage + 1];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read > LargestPage
            ? throw new LogInputException($"a list of files is longer than {LargestPage >> 20} MiB.")
            : Encoding.UTF8.GetString(bytes, 0, read);
    }

    Content Look(Uri file)
    {
        try
        {
            using var response = ask(file);
            var size = response.Content.Headers.ContentLength;
            using var input = new LogInput("", size, () => response.Content.ReadAsStream(cancelled)) { IsOnce = true, IsHashed = false };
            if (input.Peek(TarHeader.Length, TarHeader.IsOne))
                return size is null or > LargestArchive ? Content.LargeArchive : Content.Archive;
            return input.PeekEvents(EnoughToTell, events => events.IndexOf("\"auditID\""u8) >= 0) ? Content.Log : Content.Other;
        }
        catch (Exception e) when (e is LogInputException or HttpRequestException or IOException or InvalidDataException)
        {
            return Content.Unreadable;
        }
    }

    void Add(Uri file, Content content, LogInputSet found)
    {
        var name = WebLog.NameOf(file);
        switch (content)
        {
            case Content.Log:
                found.Add(new LogInput(name, null, () => ask(file).Content.ReadAsStream(cancelled)) { IsHashed = found.IsHashed });
                break;
            case Content.Archive:
                using (var response = ask(file))
                    StreamInput.Find(
                        name, response.Content.Headers.ContentLength, response.Content.ReadAsStream(cancelled), isPipe: false, found,
                        cancelled);
                break;
            case Content.LargeArchive:
                _notes.Add($"Left out {name}: an archive of more than {LargestArchive >> 20} MiB. Give its own address to read it.");
                break;
            case Content.Unreadable:
                _notes.Add($"Left out {name}: it could not be fetched.");
                break;
            default:
                break;
        }
    }

    static LogInputException TooMuch(string name, string what) =>
        new($"{name} lists {what}. Give the address of a folder further down, nearer to the audit logs.");
}
