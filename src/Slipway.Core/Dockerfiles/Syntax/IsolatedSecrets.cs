using System.Collections.Immutable;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>A Dockerfile whose secret mounts have other ids.</summary>
/// <param name="Content">UTF-8 bytes.</param>
/// <param name="Ids">The new id of each that was mounted.</param>
/// <param name="Added">What was put into the text, for whoever shows it as it was.</param>
/// <param name="HasUnclear">Whether there is a mount that may be a secret of any id, because a variable says
/// which.</param>
public sealed record IsolatedSecrets(
    ReadOnlyMemory<byte> Content, ImmutableDictionary<string, string> Ids, ImmutableHashSet<string> Added, bool HasUnclear);
