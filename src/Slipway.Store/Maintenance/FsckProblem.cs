using System.Collections.Immutable;

namespace Slipway.Store.Maintenance;

/// <summary>One thing that is wrong with a store's content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The digest, the namespace or the file that it is about.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Images">The images that cannot be loaded for it, by name where they have one.</param>
public sealed record FsckProblem(FsckProblemKind Kind, string Subject, string Message, ImmutableArray<string> Images);
