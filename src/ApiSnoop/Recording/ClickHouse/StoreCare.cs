using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>What the owner of a store in ClickHouse does with it: makes it, looks at it, brings it up to date, sweeps it.</summary>
public sealed class StoreCare
{
    /// <summary>The oldest server whose SQL the tables are made in, as its version counts: 23.8 knows all that they use.</summary>
    const int OldestServer = 23;

    readonly ClickHouseAddress _address;
    readonly ClickHouseServer _server;
    readonly Schema _schema;

    /// <summary>For the store at an address; nothing is asked yet.</summary>
    /// <exception cref="FormatException">It is no address of a store in ClickHouse; the message says what is wrong.</exception>
    public StoreCare(string address)
    {
        if (!address.StartsWith(ClickHouseAddress.Scheme, StringComparison.Ordinal))
            throw new FormatException($"{address} is a folder, which needs no care: a store that does is {ClickHouseAddress.Form}.");
        _address = ClickHouseAddress.Parse(address);
        _server = new ClickHouseServer(_address);
        _schema = new Schema(_address);
    }

    /// <summary>The version of the tables that this APISnoop makes.</summary>
    public static int TablesVersion => Schema.Version;

    /// <summary>Whether the statements are in the dialect of servers of 2018, which only tests of replication use.</summary>
    public bool IsForTestsOnly => _address.IsOld;

    /// <summary>The statements that make the store, which can be given to any client of ClickHouse.</summary>
    /// <param name="rows">Whether request rows are kept.</param>
    /// <param name="keptDays">For how many days; 0 for ever.</param>
    /// <exception cref="FormatException">The dialect for tests keeps no rows.</exception>
    public IReadOnlyList<string> Statements(bool rows = false, int keptDays = 0) => rows && _address.IsOld
        ? throw new FormatException("Servers of 2018 keep no request rows.")
        : [.. _schema.Statements(rows, keptDays)];

    /// <summary>Makes the store, or what is missing of it.</summary>
    /// <exception cref="StoreException">It cannot be made, or it is a newer APISnoop's.</exception>
    /// <param name="rows">Whether request rows are kept.</param>
    /// <param name="keptDays">For how many days; 0 for ever.</param>
    public void Init(bool rows = false, int keptDays = 0)
    {
        RequireServer();
        // The database is not there yet, so it cannot be said to be the one that is meant.
        foreach (var statement in Statements(rows, keptDays)) _server.Run(statement, inDatabase: false);
        if (MadeAs() < Schema.Version) Mark();
    }

    /// <summary>
    /// Brings the tables of an older APISnoop up to date. Versions have only added tables so far, so what is missing is made and what is
    /// there stays as it is; done twice, or stopped on the way, it does no harm.
    /// </summary>
    /// <returns>The version that they were of; 0 where that was not noted, as nothing was whole.</returns>
    /// <exception cref="StoreException">There is no store, or it is a newer APISnoop's.</exception>
    public int Migrate()
    {
        RequireServer();
        var made = MadeAs();
        Init();
        return made;
    }

    /// <summary>Looks at the store.</summary>
    /// <exception cref="StoreException">It does not answer, or is none.</exception>
    public StoreCondition Check()
    {
        var version = RequireServer();
        RequireTables();
        var sums = Sums();
        var troubles = ImmutableArray.CreateBuilder<string>();
        var recordings = new ClickHouseRecordings(_address, StoreAddress.NearFolder(_address.Text), TimeProvider.System).List();
        foreach (var damage in recordings.Damaged) troubles.Add($"{damage.Folder}: {damage.Reason}");
        foreach (var manifest in recordings.Manifests)
        {
            var generation = ClickHouseRecordings.GenerationOf(manifest);
            var found = sums.GetValueOrDefault((manifest.App, generation));
            if (found.Requests != manifest.Requests)
                troubles.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{manifest.App}: {found.Requests} of {manifest.Requests} requests are there; load or push it again"));
        }

        var recorded = recordings.Manifests.Select(m => (m.App, ClickHouseRecordings.GenerationOf(m))).ToHashSet();
        return new(
            version, recordings.Manifests.Length, sums.Where(s => recorded.Contains(s.Key)).Sum(s => s.Value.Cells),
            Generations().Except(InForce()).Count(), new StoredShares(_server, TimeProvider.System).Count, [.. troubles]);
    }

    /// <summary>Removes generations that are not in force: of loads that were killed, and of recordings that were replaced.</summary>
    /// <param name="before">Only those begun before this time: a load may still send to a younger one.</param>
    /// <exception cref="StoreException">It cannot be done.</exception>
    public SweptGenerations Sweep(DateTimeOffset before)
    {
        RequireServer();
        RequireTables();
        var stored = Generations();
        // Asked for after the others: what was put in force in between is not swept.
        var inForce = InForce();
        var limit = before.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var notInForce = stored.Where(g => !inForce.Contains(g)).ToList();
        var dead = notInForce.FindAll(g => string.CompareOrdinal(g, limit) < 0);
        var rows = new StoredRows(_server).AreKept;
        foreach (var some in dead.Chunk(500))
        {
            var list = string.Join(", ", some.Select(StoredCells.Text));
            foreach (var table in _schema.Swept(rows))
                _server.Run($"ALTER TABLE {table}{_schema.OnCluster} DELETE WHERE generation IN ({list})");
        }

        return new(dead.Count, notInForce.Count - dead.Count);
    }

    Dictionary<(string App, string Generation), (long Requests, long Cells)> Sums()
    {
        var sums = new Dictionary<(string, string), (long, long)>();
        using var answer = _server.Ask("SELECT app, generation, sum(requests), uniqExact(cell) FROM cells GROUP BY app, generation");
        while (answer.BaseStream.Position < answer.BaseStream.Length)
            sums.Add((answer.ReadString(), answer.ReadString()), ((long)answer.ReadUInt64(), (long)answer.ReadUInt64()));
        return sums;
    }

    HashSet<string> Generations() =>
    [
        .. Texts("SELECT DISTINCT generation FROM cells"), .. Texts("SELECT generation FROM documents"),
        .. Texts($"SELECT DISTINCT generation FROM {Schema.PiecesTable}"),
    ];

    HashSet<string> InForce() =>
    [
        .. new[] { Schema.RecordingsName, Schema.Shares }
            .SelectMany(table => Texts(
                $"SELECT generation FROM {table} ORDER BY app, version DESC, generation DESC LIMIT 1 BY app"))
            .Select(mark => mark[..mark.IndexOf('/', StringComparison.Ordinal)]),
    ];

    List<string> Texts(string question)
    {
        var texts = new List<string>();
        using var answer = _server.Ask(question);
        while (answer.BaseStream.Position < answer.BaseStream.Length) texts.Add(answer.ReadString());
        return texts;
    }

    /// <summary>The version that the store's tables were made as; 0 where that was not noted.</summary>
    int MadeAs()
    {
        using var answer = _server.Ask("SELECT max(version) FROM schema_version");
        var made = (int)answer.ReadUInt32();
        return made <= Schema.Version ? made
            : throw new StoreException($"{_address.Text} was made by a newer APISnoop, as version {made}: update this one");
    }

    /// <summary>Holds that all tables of this version are there.</summary>
    void RequireTables()
    {
        var made = MadeAs();
        if (made != Schema.Version)
            throw new StoreException(made == 0
                ? $"{_address.Text} is no whole store: make it with apisnoop store init"
                : $"{_address.Text} is of version {made}: bring it to {Schema.Version} with apisnoop store migrate");
    }

    void Mark()
    {
        var row = new MemoryStream();
        using (var rows = new BinaryWriter(row, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            rows.Write((uint)Schema.Version);
            rows.Write((uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        }

        _server.Insert("schema_version (version, made)", row.ToArray(), $"schema {Schema.Version}");
    }

    string RequireServer()
    {
        using var answer = _server.Ask("SELECT version()", inDatabase: false);
        var version = answer.ReadString();
        var year = int.Parse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return year >= OldestServer || _address.IsOld ? version
            : throw new StoreException(
                $"ClickHouse {version} at {_address.Servers[0].Authority} is too old: the store needs {OldestServer}.8 or a later one");
    }
}

/// <summary>What a store is like.</summary>
/// <param name="ServerVersion">The version of ClickHouse.</param>
/// <param name="Recordings">How many recordings it has.</param>
/// <param name="Cells">How many cells these have.</param>
/// <param name="Leftovers">How many generations are not in force: of loads that run or were killed, and of replaced recordings.</param>
/// <param name="Shares">How many shares of loads wait to be put together.</param>
/// <param name="Troubles">What is wrong; empty where all is well.</param>
public sealed record StoreCondition(
    string ServerVersion, int Recordings, long Cells, int Leftovers, int Shares, ImmutableArray<string> Troubles);

/// <summary>What a sweep did.</summary>
/// <param name="Removed">How many generations it removed.</param>
/// <param name="TooYoung">How many others are not in force: a load may still send to them, or a reader be at them.</param>
public sealed record SweptGenerations(int Removed, int TooYoung);
