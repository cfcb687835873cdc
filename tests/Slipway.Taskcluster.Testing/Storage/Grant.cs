using System.Collections.Immutable;

namespace Slipway.Taskcluster.Testing.Storage;

/// <summary>What the signature in an address allows.</summary>
/// <param name="Method">GET or PUT.</param>
/// <param name="Key">Of which bytes.</param>
/// <param name="Headers">Those that must be sent, exactly so.</param>
/// <param name="Expires">Until when.</param>
internal sealed record Grant(
    string Method, string Key, ImmutableArray<(string Name, string Value)> Headers, DateTimeOffset Expires);
