using System.Collections.Immutable;

namespace ApiSnoop.Auditing.Setups;

/// <summary>The files that make a kind of cluster write its audit log, and the commands to run.</summary>
/// <param name="Title">What it is for, in a few words.</param>
/// <param name="Files">The files.</param>
/// <param name="Commands">Three commands: turn it on, check it, record. For a webhook the receiver comes first.</param>
/// <param name="Notes">What the user should know, a sentence or two each.</param>
/// <param name="Undo">The command that takes it back.</param>
public sealed record ClusterSetup(
    string Title, ImmutableArray<SetupFile> Files, ImmutableArray<string> Commands, ImmutableArray<string> Notes, string Undo);

/// <summary>A file of a set-up.</summary>
/// <param name="Path">Where it goes, below the set-up's folder.</param>
/// <param name="Text">What is in it.</param>
/// <param name="IsSecret">Whether only its owner may read it.</param>
public sealed record SetupFile(string Path, string Text, bool IsSecret = false);
