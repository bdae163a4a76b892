using System.Globalization;
using System.Security.Cryptography;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Store;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>
/// The files of this machine with what was brought from a store. A question takes the store longer than its cells do, so who goes through
/// the recordings in some order gets those that come next along. Safe for several threads.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="table">Its recordings.</param>
/// <param name="rows">Its single requests.</param>
/// <param name="near">The folder of this machine.</param>
internal sealed class BroughtFiles(ClickHouseServer server, RecordingsTable table, StoredRows rows, RecordingFolder near)
{
    readonly Lock _bringing = new();
    readonly ReadAhead _ahead = new();

    /// <summary>Brings a recording's files here unless they are: the name of a generation is never used twice.</summary>
    /// <exception cref="StoreException">The store does not answer, or lacks a part of them.</exception>
    /// <exception cref="FileNotFoundException">The recording was replaced meanwhile.</exception>
    public void Bring(Manifest manifest)
    {
        if (IsHere(manifest)) return;
        lock (_bringing)
        {
            if (IsHere(manifest)) return;
            var all = table.All();
            var along = _ahead.After(manifest, all.Where(r => r.Value.Facts.Length > 0).Select(r => r.Key), app =>
                all[app].Manifest(app) is { SpecFile: "" } next && !IsHere(next) ? next : null);
            if (along.Count > 0) BringWhole([manifest, .. along]);
            if (!IsHere(manifest)) BringOne(manifest);
        }
    }

    /// <summary>Brings the files of recordings that will be asked for; what does not fit one answer is left for its own turn.</summary>
    /// <exception cref="StoreException">The store does not answer.</exception>
    public void BringTogether(IReadOnlyList<Manifest> manifests)
    {
        lock (_bringing)
        {
            var lacking = ReadAhead.FitTogether(0, manifests.Where(m => m.SpecFile.Length == 0 && !IsHere(m)).Take(ReadAhead.Most));
            if (lacking.Count > 1) BringWhole(lacking);
        }
    }

    /// <summary>Brings a recording's rows here, unless they are.</summary>
    /// <exception cref="StoreException">The store does not answer, or its rows have gone.</exception>
    public IReadOnlyList<string> RowsOf(Manifest manifest, IReadOnlyList<string> paths)
    {
        lock (_bringing)
        {
            if (paths.All(File.Exists)) return paths;
            var generation = ClickHouseRecordings.GenerationOf(manifest);
            rows.RequireAll(manifest, generation);
            for (var i = 0; i < paths.Count; i++)
            {
                var brought = rows.Bring(manifest, generation, i);
                Place(Path.GetDirectoryName(paths[i])!, Path.GetFileName(paths[i]), path => File.WriteAllBytes(path, brought));
            }

            return paths;
        }
    }

    bool IsHere(Manifest manifest)
    {
        var folder = near.FolderOf(manifest.App);
        return ManifestFile.FilesOf(manifest with { RequestFiles = [] }).Skip(1).All(f => File.Exists(Path.Combine(folder, f)));
    }

    /// <summary>Brings those of several recordings that are whole and need no document; the others are left for their own turn.</summary>
    void BringWhole(IReadOnlyList<Manifest> manifests)
    {
        var cubes = Ask(StoredCells.Question(manifests), StoredCells.Read);
        var parameters = Ask(StoredCells.ParameterQuestion(manifests), StoredCells.ReadParameters);
        foreach (var manifest in manifests.Where(m => m.SpecFile.Length == 0))
            if (cubes.GetValueOrDefault(manifest.App) is { } cube && cube.Requests == manifest.Requests)
                Keep(manifest, cube, parameters.GetValueOrDefault(manifest.App) ?? []);
    }

    void BringOne(Manifest manifest)
    {
        var cube = Replication.Await(
            () => Ask(StoredCells.Question([manifest]), StoredCells.Read).GetValueOrDefault(manifest.App) ?? Cube.Empty,
            read => read.Requests == manifest.Requests || !IsInForce(manifest));
        if (cube.Requests != manifest.Requests) throw NotWhole(manifest, cube.Requests);
        var parameters = Ask(StoredCells.ParameterQuestion([manifest]), StoredCells.ReadParameters);
        Keep(manifest, cube, parameters.GetValueOrDefault(manifest.App) ?? []);
    }

    void Keep(Manifest manifest, Cube cube, IReadOnlyList<ParameterCount> parameters)
    {
        var folder = near.FolderOf(manifest.App);
        Directory.CreateDirectory(folder);
        Place(folder, manifest.CubeFile, path => CubeFile.Write(path, cube));
        Place(folder, manifest.ParameterFile, path => ParameterFile.Write(path, parameters));
        if (manifest.SpecFile.Length > 0) Place(folder, manifest.SpecFile, path => File.WriteAllText(path, DocumentOf(manifest)));
        // Who looks at the store as it was brings what was replaced since; those who look at it now need what is here.
        if (table.All().GetValueOrDefault(manifest.App)?.Generation == ClickHouseRecordings.GenerationOf(manifest))
            Leftovers.Folder(folder, ManifestFile.FilesOf(manifest).ToHashSet(StringComparer.Ordinal));
    }

    T Ask<T>(string question, Func<BinaryReader, T> read)
    {
        using var answer = server.Ask(question);
        return read(answer);
    }

    string DocumentOf(Manifest manifest)
    {
        var generation = ClickHouseRecordings.GenerationOf(manifest);
        return Ask(
            $"SELECT content FROM documents WHERE generation = {StoredCells.Text(generation)} LIMIT 1",
            answer => answer.BaseStream.Length > 0
                ? answer.ReadString()
                : throw new StoreException(
                    $"{server.Address.Text} lacks the operations that generation {generation} was matched against: load it again"));
    }

    /// <summary>A recording that was replaced meanwhile is looked for again; one in force that is not whole is not shown.</summary>
    Exception NotWhole(Manifest manifest, long found) =>
        !IsInForce(manifest)
            ? new FileNotFoundException($"generation {ClickHouseRecordings.GenerationOf(manifest)} was replaced")
            : new StoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"of \"{manifest.App}\" {server.Address.Text} has {found} of {manifest.Requests} requests now: a replica lacks some, or "
                + $"was restored from a copy; see apisnoop store check, or load it again"));

    bool IsInForce(Manifest manifest) => table.Now(manifest.App)?.Generation == ClickHouseRecordings.GenerationOf(manifest);

    static void Place(string folder, string name, Action<string> write)
    {
        var aside = Path.Combine(folder, $"{name}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        write(aside);
        File.Move(aside, Path.Combine(folder, name), overwrite: true);
    }
}
