using Slipway.Model.Values;

namespace Slipway.Taskcluster.Indexing;

/// <summary>A namespace that has entries or other namespaces below it.</summary>
/// <param name="Namespace">The whole name.</param>
/// <param name="Name">The last part of it.</param>
/// <param name="Expires">When the last entry below it does.</param>
public sealed record IndexedNamespace(IndexNamespace Namespace, string Name, DateTimeOffset Expires);
