using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Core.Planning;

/// <summary>A namespace under which an image may be found.</summary>
public readonly record struct IndexCandidate(IndexNamespace Namespace, IndexScope Scope);
