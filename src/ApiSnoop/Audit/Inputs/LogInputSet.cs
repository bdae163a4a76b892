using ApiSnoop.Audit.Archives;

namespace ApiSnoop.Audit.Inputs;

/// <summary>The inputs of a load, and what the user should know of how they were found.</summary>
/// <param name="hashed">Whether their bytes are hashed as they are read.</param>
internal sealed class LogInputSet(bool hashed) : IDisposable
{
    readonly List<LogInput> _inputs = [];
    readonly List<string> _notes = [];
    readonly List<IDisposable> _held = [];
    readonly List<TarArchive> _archives = [];

    /// <summary>Whether the inputs' bytes are hashed as they are read.</summary>
    public bool IsHashed => hashed;

    /// <summary>The inputs, in the order in which they were found.</summary>
    public IReadOnlyList<LogInput> Inputs => _inputs;

    /// <summary>Sentences for the user, such as that a file was named twice.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public void Add(LogInput input) => _inputs.Add(input);

    /// <summary>Adds the logs in an archive, which stays open as long as this set.</summary>
    public void Add(string name, TarArchive archive)
    {
        _held.Add(archive);
        _archives.Add(archive);
        var members = archive.Members(hashed);
        _inputs.AddRange(members);
        if (archive.Damage is { } damage) Note($"{name}: {damage}.");
        if (members.Count == 0) Note($"{name}: the archive holds no file.");
    }

    /// <summary>Makes ready for reading inputs in an order.</summary>
    public void MakeReadyFor(IReadOnlyList<LogInput> order, CancellationToken cancelled)
    {
        foreach (var archive in _archives)
            if (archive.MakeReadyFor(order, cancelled) is { } trouble)
                Note(trouble);
    }

    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Keeps something open for as long as the inputs may be read.</summary>
    public void Hold(IDisposable resource) => _held.Add(resource);

    public void Dispose()
    {
        _inputs.ForEach(i => i.Dispose());
        _held.ForEach(h => h.Dispose());
    }
}
