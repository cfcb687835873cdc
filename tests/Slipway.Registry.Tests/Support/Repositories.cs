using Slipway.Model.Registries;

namespace Slipway.Registry.Tests.Support;

internal static class Repositories
{
    /// <summary>A repository that no other test uses.</summary>
    public static RepositoryName New(string host) => RepositoryName.Parse($"{host}/test/{Guid.NewGuid():n}");
}
