using Slipway.Core.Planning;
using Slipway.Review.Graphs;

namespace Slipway.Application.Graphs;

/// <summary>The images of a tree and what they are built on.</summary>
/// <param name="Graph">The images and their edges.</param>
/// <param name="Title">What the tree is called.</param>
/// <param name="Plan">What a build would do, and why; null when nobody asked.</param>
public sealed record TreeGraph(ImageGraph Graph, string Title, BuildPlan? Plan);
