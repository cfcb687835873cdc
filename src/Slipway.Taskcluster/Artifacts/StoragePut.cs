using System.Collections.Immutable;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Where content is sent, outside the services.</summary>
/// <param name="Address">Signed, mostly.</param>
/// <param name="Headers">A signature may cover them, so all are sent as they are.</param>
/// <param name="Expires">From then on a new address is needed.</param>
internal sealed record StoragePut(Uri Address, ImmutableArray<(string Name, string Value)> Headers, DateTimeOffset Expires);
