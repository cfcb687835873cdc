using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>A build that an image is compared with.</summary>
/// <param name="Digest">Its inputs digest.</param>
/// <param name="Scope">Where it was found.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="Record">Its record; null when it is gone.</param>
public sealed record Baseline(Sha256Digest Digest, IndexScope Scope, DateTimeOffset BuiltAt, BuildRecord? Record);
