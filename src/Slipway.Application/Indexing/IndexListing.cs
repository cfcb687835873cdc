using System.Collections.Immutable;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Indexing;

/// <summary>What is below a namespace of the index.</summary>
/// <param name="Namespaces">What goes on below, one step on; none when every entry is listed.</param>
/// <param name="Entries">The entries.</param>
public sealed record IndexListing(ImmutableArray<IndexNamespace> Namespaces, ImmutableArray<IndexEntry> Entries);
