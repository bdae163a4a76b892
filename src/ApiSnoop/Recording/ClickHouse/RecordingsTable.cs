using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// Which generation of each recording is in force: a row for each change, of which the one with the greatest version holds. A version is
/// written under a token of its own, so that of two who change the same recording at once one is told that it came second.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="clock">Tells when a listing is old.</param>
/// <param name="name">The table's name: that of recordings, or that of shares, which wait to become one.</param>
internal sealed class RecordingsTable(ClickHouseServer server, TimeProvider clock, string name = Schema.RecordingsName)
{
    /// <summary>A page asks for the listing many times; so long it may be behind what others do.</summary>
    static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    ImmutableDictionary<string, InForce> _known = ImmutableDictionary.Create<string, InForce>(StringComparer.Ordinal);
    long _listedAt;
    bool _isListed;

    /// <summary>All recordings by app, removed ones among them.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public ImmutableDictionary<string, InForce> All()
    {
        lock (_gate)
        {
            if (_isListed && clock.GetElapsedTime(_listedAt) < s_fresh) return _known;
            var asked = clock.GetTimestamp();
            _known = List();
            (_listedAt, _isListed) = (asked, true);
            return _known;
        }
    }

    /// <summary>The row in force of an app, as it is now; null where there never was a recording.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public InForce? Now(string app) => Afresh().GetValueOrDefault(app);

    /// <summary>All rows in force, as they are now.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public ImmutableDictionary<string, InForce> Afresh()
    {
        lock (_gate) _isListed = false;
        return All();
    }

    /// <summary>Puts a generation in force, or removes the recording.</summary>
    /// <param name="app">The app.</param>
    /// <param name="before">What was in force when the change was begun.</param>
    /// <param name="generation">The generation; empty to remove the recording.</param>
    /// <param name="manifest">Its facts; null to remove it.</param>
    /// <exception cref="StoreException">Another change came first, or the store does not answer.</exception>
    public void Switch(string app, InForce? before, string generation, Manifest? manifest)
    {
        // A version that was put in force long ago is not known by its token any more.
        if (Now(app)?.Version != before?.Version) throw CameSecond(app);
        var version = (before?.Version ?? 0) + 1;
        // The same generation may be in force twice, as when its kind is changed.
        var mark = NewMark(generation);
        var row = new MemoryStream();
        using (var rows = new BinaryWriter(row, Encoding.UTF8, leaveOpen: true))
            Write(rows, app, version, mark, manifest is null ? "" : FactsOf(manifest));
        server.Insert(
            Schema.RowsOf(name), row.ToArray(), string.Create(CultureInfo.InvariantCulture, $"recording {version} {app}"));
        var now = Replication.Await(() => Now(app), row => row?.Version >= version);
        if (now is null || now.Version < version)
            throw new StoreException(
                $"whether the change of \"{app}\" holds is not known, as its replica does not keep up: look, and do it again");
        if (now.Version == version && now.Mark != mark) throw CameSecond(app);
    }

    /// <summary>
    /// Takes many out of force in one block. Of two changes of the same version the one that puts a generation in force holds, so that
    /// nothing is lost of a change that comes at the same time.
    /// </summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public void Remove(IReadOnlyList<(string App, InForce Row)> removed)
    {
        if (removed.Count == 0) return;
        var block = new MemoryStream();
        using (var rows = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
            foreach (var (app, row) in removed)
                Write(rows, app, row.Version + 1, NewMark(""), "");
        server.Insert(Schema.RowsOf(name), block.ToArray(), $"removed {NewMark("")}");
    }

    /// <summary>Reads a row's facts.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    public static Manifest Read(string app, string facts)
    {
        try
        {
            var manifest = ManifestJson.Read(Encoding.UTF8.GetBytes(facts));
            return manifest.Format > Manifest.CurrentFormat
                ? throw new StoreException($"\"{app}\" was written by a newer APISnoop ({manifest.ToolVersion}); update this one")
                : manifest;
        }
        catch (JsonException e)
        {
            throw new StoreException($"the facts of \"{app}\" cannot be read: {e.Message}; load the app again", e);
        }
    }

    ImmutableDictionary<string, InForce> List()
    {
        var versions = new List<(string App, ulong Version, string Mark)>();
        using (var answer = server.Ask(
            $"SELECT app, version, generation FROM {name} ORDER BY app, version DESC, generation DESC LIMIT 1 BY app"))
            while (answer.BaseStream.Position < answer.BaseStream.Length)
                versions.Add((answer.ReadString(), answer.ReadUInt64(), answer.ReadString()));
        var changed = versions.Where(v => !IsKnown(v.App, v.Version, v.Mark)).ToList();
        var facts = changed.Count == 0 ? [] : FactsOf(changed);
        var all = ImmutableDictionary.CreateBuilder<string, InForce>(StringComparer.Ordinal);
        foreach (var (app, version, mark) in versions)
        {
            all[app] = IsKnown(app, version, mark)
                ? _known[app]
                : new InForce(version, mark, facts.GetValueOrDefault((app, version, mark), ""));
        }

        return all.ToImmutable();
    }

    bool IsKnown(string app, ulong version, string mark) =>
        _known.GetValueOrDefault(app) is { } known && known.Version == version && known.Mark == mark;

    Dictionary<(string App, ulong Version, string Mark), string> FactsOf(List<(string App, ulong Version, string Mark)> changed)
    {
        var facts = new Dictionary<(string, ulong, string), string>();
        // A statement has a greatest length, and a store may have a hundred thousand recordings.
        foreach (var some in changed.Chunk(500))
        {
            using var answer = server.Ask(
                $"SELECT app, version, generation, facts FROM {name} WHERE app IN "
                + $"({string.Join(", ", some.Select(c => StoredCells.Text(c.App)))}) AND generation IN "
                + $"({string.Join(", ", some.Select(c => StoredCells.Text(c.Mark)))})");
            while (answer.BaseStream.Position < answer.BaseStream.Length)
                facts[(answer.ReadString(), answer.ReadUInt64(), answer.ReadString())] = answer.ReadString();
        }

        return facts;
    }

    static string NewMark(string generation) => $"{generation}/{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    void Write(BinaryWriter rows, string app, ulong version, string mark, string facts)
    {
        rows.Write(app);
        rows.Write(version);
        rows.Write(mark);
        rows.Write(facts);
        rows.Write((uint)clock.GetUtcNow().ToUnixTimeSeconds());
    }

    static string FactsOf(Manifest manifest)
    {
        using var json = new MemoryStream();
        ManifestJson.Write(json, manifest);
        return Encoding.UTF8.GetString(json.ToArray());
    }

    static StoreException CameSecond(string app) =>
        new($"another change of \"{app}\" came first, and nothing of this one was stored: do it again");
}

/// <summary>A row that holds.</summary>
/// <param name="Version">Its number, from 1 for each app.</param>
/// <param name="Mark">The generation and what tells this row from another of the same version.</param>
/// <param name="Facts">The manifest as JSON; empty where the recording was removed.</param>
internal sealed record InForce(ulong Version, string Mark, string Facts)
{
    Manifest? _manifest;

    /// <summary>The generation of the recording's cells; empty where the recording was removed.</summary>
    public string Generation => Mark[..Mark.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The facts, read.</summary>
    /// <exception cref="StoreException">They cannot be read.</exception>
    public Manifest Manifest(string app) => _manifest ??= RecordingsTable.Read(app, Facts);
}
