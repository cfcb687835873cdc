using System.Collections.Immutable;

namespace Slipway.Registry.Credentials;

/// <summary>What looking for credentials gave.</summary>
/// <param name="Found">Null when there are none.</param>
/// <param name="Looked">The files that were looked at, for people.</param>
internal sealed record CredentialSearch(Credential? Found, ImmutableArray<string> Looked);
