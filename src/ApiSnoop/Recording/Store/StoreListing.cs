using System.Collections.Immutable;

namespace ApiSnoop.Recording.Store;

/// <summary>What is in a store.</summary>
/// <param name="Manifests">The recordings' facts, sorted by app.</param>
/// <param name="Damaged">Recordings that cannot be read.</param>
public sealed record StoreListing(ImmutableArray<Manifest> Manifests, ImmutableArray<StoreDamage> Damaged);
