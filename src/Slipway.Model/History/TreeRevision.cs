using Slipway.Model.Trees;

namespace Slipway.Model.History;

/// <summary>A revision of the tree.</summary>
/// <param name="Name">For people: the first digits of its id.</param>
/// <param name="Tree">The tree as it was.</param>
public sealed record TreeRevision(string Name, ISourceTree Tree);
