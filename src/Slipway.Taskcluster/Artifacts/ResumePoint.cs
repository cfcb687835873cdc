namespace Slipway.Taskcluster.Artifacts;

/// <summary>From where on a download goes on.</summary>
/// <param name="Position">The first byte that is missing.</param>
/// <param name="Tag">The version that the bytes before it are of; a strong entity tag, as it was sent.</param>
internal sealed record ResumePoint(long Position, string Tag);
