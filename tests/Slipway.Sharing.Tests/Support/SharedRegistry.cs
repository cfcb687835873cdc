using Slipway.Core.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Store;

namespace Slipway.Sharing.Tests.Support;

/// <summary>Registries as machines share them, each test below a path of its own.</summary>
internal static class SharedRegistry
{
    public static RegistryClient Client() => new(new RegistrySettings
    {
        Variable = _ => null,
        CertificateFolder = "/nonexistent",
    });

    public static RepositoryName NewRoot(string host) =>
        RepositoryName.Parse($"{host}/ci/{Guid.NewGuid():n}");

    public static PushContext Push(int level = 3, string? pullRequest = null) => new()
    {
        Level = Level.From(level),
        PullRequest = pullRequest,
        PushDate = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>A backend for who has no store, as its index needs none.</summary>
    public static SharedSettings Settings(RepositoryName root, IImageRegistry registry, PushContext? push = null) =>
        Settings(root, registry, EmbeddedStore.OpenNowhere(TimeProvider.System), push);

    public static SharedSettings Settings(
        RepositoryName root, IImageRegistry registry, EmbeddedStore store, PushContext? push = null) =>
        new()
        {
            Root = root,
            Registry = registry,
            Store = store.Images,
            Builds = store.Builds,
            Config = new SlipwayConfig { Prefix = "gecko" },
            Push = push ?? Push(),
        };
}
