using System.Collections.Immutable;
using Slipway.Model.Secrets;

namespace Slipway.Application.Builds;

/// <summary>How a plan is carried out.</summary>
public sealed record BuildOptions
{
    /// <summary>How many images are built at once; at least 1.</summary>
    public required int Parallelism { get; init; }

    /// <summary>The secrets that images may ask for.</summary>
    public ImmutableArray<BuildSecret> Secrets { get; init; } = [];

    /// <summary>
    /// Names of the environment (<see cref="SecretEnvironments"/>), the closest first: where secrets are that are only
    /// named depends on it.
    /// </summary>
    public ImmutableArray<string> Environments { get; init; } = [SecretEnvironments.Local];

    /// <summary>
    /// Whether images from elsewhere that are named by a tag are fetched although the engine has them.
    /// </summary>
    public bool Pull { get; init; }

    /// <summary>
    /// Whether all who build on this machine trust each other, so that an engine without isolation is none too little.
    /// </summary>
    public bool IsSingleTenant { get; init; }

    /// <summary>Where packages that tasks have built are fetched from; null where no services are asked.</summary>
    public string? TaskclusterRootUrl { get; init; }

    /// <summary>Whether who builds the same on another machine is waited for; else that is a failure.</summary>
    public bool Waits { get; init; } = true;

    /// <summary>Signs what is built; null where nobody does.</summary>
    public IImageSigner? Signer { get; init; }

    /// <summary>Whether what is built is used at once, and not only kept.</summary>
    public bool UsesImages { get; init; }

    /// <summary>Whether what was built is put into the index.</summary>
    public bool Index { get; init; } = true;
}
