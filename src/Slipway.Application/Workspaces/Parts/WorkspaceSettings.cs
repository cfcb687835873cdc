using Slipway.Core.Configuration;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>What a workspace is opened with, as a person gives it.</summary>
/// <remarks>
/// Nothing is looked at before it is needed, so what is wrong with a value shows when it is first used.
/// </remarks>
public sealed record WorkspaceSettings
{
    /// <summary>The root of the tree; null to look from the current folder upwards.</summary>
    public string? Root { get; init; }

    /// <summary>The folder run-task of taskgraph; null for what the environment says.</summary>
    public string? RunTask { get; init; }

    /// <summary>The name of another dialect than the tree's, for digests only; null for the tree's own.</summary>
    public string? Scheme { get; init; }

    /// <summary>What these settings say of the checkout.</summary>
    internal CheckoutFacts Checkout => new(Push.RepositoryType, Push.Project);

    /// <summary>The folder of the store; null for the one of this user.</summary>
    public string? Home { get; init; }

    /// <summary>The file of the policy; null for what the environment says, else that of the main branch.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether a <c>latest</c> may lead to an older push than one that was verified before.</summary>
    public bool AllowsOlder { get; init; }

    /// <summary>The name of the backend; null for that of the tree.</summary>
    public string? Backend { get; init; }

    /// <summary>The name of the engine; null for that of the tree, else the one that is there.</summary>
    public string? Engine { get; init; }

    /// <summary>Whether every file is read anew instead of trusting remembered hashes.</summary>
    public bool Rehash { get; init; }

    /// <summary>The push for which images are planned and built.</summary>
    public PushOptions Push { get; init; } = new();

    /// <summary>
    /// The credentials of registries, as in Docker's config.json; null for those of Docker and Podman.
    /// </summary>
    public string? RegistryAuthFile { get; init; }

    /// <summary>What the program calls its version, for services and for people.</summary>
    public string Version { get; init; } = "0";

    /// <summary>Opens standard input, for files that are named <c>-</c>; empty unless somebody gives it.</summary>
    public Func<Stream> OpenStandardInput { get; init; } = static () => Stream.Null;

    /// <summary>Says what time it is.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
