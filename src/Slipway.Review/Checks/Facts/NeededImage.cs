using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>An image that branches or tags need in a state that is not that of the tree, and that expires.</summary>
/// <param name="Image">Its name there.</param>
/// <param name="Digest">The digest that it has there.</param>
/// <param name="Expires">When the last entry that serves them does.</param>
/// <param name="Users">Who needs it: <c>branch main</c>, <c>tag v1</c>.</param>
public sealed record NeededImage(
    string Image, InputsDigest Digest, DateTimeOffset Expires, ImmutableArray<string> Users);
