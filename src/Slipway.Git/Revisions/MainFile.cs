namespace Slipway.Git.Revisions;

/// <summary>A file of the main branch.</summary>
/// <param name="Branch">The branch, such as <c>refs/remotes/origin/main</c>.</param>
/// <param name="Content">The bytes; null when the branch has no such file.</param>
public sealed record MainFile(string Branch, ReadOnlyMemory<byte>? Content);
