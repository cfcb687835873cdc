using Slipway.Model.Diagnostics;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>A source of <c>ADD</c> that is, or may be, a URL or a git repository.</summary>
/// <param name="Source">As written.</param>
/// <param name="HasChecksum">Whether <c>--checksum=sha256:…</c> says what comes.</param>
/// <param name="Location">Its line.</param>
public sealed record Download(string Source, bool HasChecksum, SourceLocation Location);
