namespace Slipway.Cli.Ci;

/// <summary>What a plan does not say about the jobs of a child pipeline.</summary>
/// <param name="Arguments">What <c>slipway build IMAGE</c> is given besides, so that it builds for the same push.</param>
/// <param name="Template">
/// A file of the project, from its root, with a hidden job <c>.slipway</c> that the jobs extend; null for none.
/// </param>
internal sealed record GitLabOptions(IReadOnlyList<string> Arguments, string? Template);
