using Slipway.Application.Backends;
using Slipway.Application.Builds;
using Slipway.Application.Closing;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Engines;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>One carrying out of a plan: what the builds of all its images share.</summary>
internal sealed record PlanRun
{
    public required ISourceTree Tree { get; init; }

    public required ImageCatalog Catalog { get; init; }

    public required Backend Backend { get; init; }

    public required IImageEngine Engine { get; init; }

    /// <summary>What builds in the engine.</summary>
    public required BuilderDescription Builder { get; init; }

    /// <summary>What builds are closed with.</summary>
    public required ClosingPorts Ports { get; init; }

    /// <summary>Says what may be used, and has signed what is built.</summary>
    public required IBuildVouching Vouching { get; init; }

    /// <summary>Where the sources come from.</summary>
    public required BuildSources Sources { get; init; }

    public required BuildPlan Plan { get; init; }

    public required BuildOptions Options { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Called for everything that happens, from several threads.</summary>
    public required Action<BuildEvent> Report { get; init; }

    public PushContext Push => Plan.Push;
}

/// <summary>An image whose turn it is.</summary>
/// <param name="Planned">What the plan says.</param>
/// <param name="Image">Its definition.</param>
/// <param name="Inputs">Its context and digest.</param>
/// <param name="Parents">The image of each parent.</param>
internal sealed record ImageJob(
    PlannedImage Planned,
    ImageDefinition Image,
    ImageInputs Inputs,
    IReadOnlyDictionary<ImageName, BuiltImage> Parents);
