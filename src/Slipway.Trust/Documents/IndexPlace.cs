using Slipway.Model.Values;

namespace Slipway.Trust.Documents;

/// <summary>Where in an index a task was found.</summary>
/// <param name="Namespace">The namespace that led to it.</param>
/// <param name="NewestBefore">
/// When the newest push was made to which it led when it was verified before; null when nobody remembers one, or an
/// older one will do.
/// </param>
public sealed record IndexPlace(IndexNamespace Namespace, DateTimeOffset? NewestBefore);
