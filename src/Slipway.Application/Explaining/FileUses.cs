using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Review.Impact;

namespace Slipway.Application.Explaining;

/// <summary>The images that a file counts for.</summary>
/// <param name="File">The file, or a folder, below the root.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Uses">The images, parents first.</param>
public sealed record FileUses(RelativePath File, bool Exists, ImmutableArray<FileUse> Uses);
