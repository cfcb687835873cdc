using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>One entry of <c>parents</c> in an inputs manifest: the parent's name in the tree and its digest.</summary>
public sealed record ManifestParent(string Ref, Sha256Digest Digest);
