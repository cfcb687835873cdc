using Slipway.Model.Indexing;
using Slipway.Model.Pushes;

namespace Slipway.Core.Lookup;

/// <summary>An index entry that serves an image.</summary>
/// <param name="Scope">Where it was found.</param>
public sealed record FoundImage(IndexEntry Entry, IndexScope Scope);
