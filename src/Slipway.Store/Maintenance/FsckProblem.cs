namespace Slipway.Store.Maintenance;

/// <summary>One thing that is wrong with a store's content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The digest, the namespace or the file that it is about.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record FsckProblem(FsckProblemKind Kind, string Subject, string Message);
