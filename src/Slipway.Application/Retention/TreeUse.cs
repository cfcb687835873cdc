using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Application.Retention;

/// <summary>What a state of the tree needs: that of a branch, of a tag, or as it stands.</summary>
/// <param name="User">Who needs it: <c>branch main</c>, <c>tag v1</c>, <c>the working tree</c>.</param>
/// <param name="Level">The level at which it looks images up.</param>
/// <param name="Images">The digest of each of its images.</param>
public sealed record TreeUse(string User, Level Level, ImmutableSortedDictionary<ImageName, InputsDigest> Images)
{
    /// <summary>How the tree as it stands is called.</summary>
    public const string WorkingTree = "the working tree";
}
