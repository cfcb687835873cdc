using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Decisions.Gecko;
using Slipway.Decisions.Planning;
using Slipway.Dialects.Gecko;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.References;

namespace Slipway.Application.Decisions;

/// <summary>All that the plan of a decision depends on, but the time.</summary>
/// <param name="catalog">The images of the tree.</param>
/// <param name="references">Makes the references to registry images.</param>
/// <param name="settings">What is configured for tasks.</param>
/// <param name="request">For whom.</param>
internal sealed class PreparedDecision(
    ImageCatalog catalog, ReferenceMaker references, PoolSettings settings, DecisionRequest request)
{
    public required BuildPlan Builds { get; init; }

    public required IReadOnlyDictionary<ImageName, ImageInputs> Inputs { get; init; }

    public required IReadOnlyDictionary<ImageName, Sha256Digest> ContextHashes { get; init; }

    public required ImmutableArray<TaskDefinitionFile> Files { get; init; }

    /// <summary>Where the namespaces point that the files name.</summary>
    public required IReadOnlyDictionary<IndexNamespace, TaskId> Namespaces { get; init; }

    public required bool PinIndexed { get; init; }

    /// <summary>The plan of tasks that are created now.</summary>
    /// <exception cref="SlipwayException">Everything that is wrong with the settings and the files.</exception>
    public DecisionPlan PlanAt(DateTimeOffset now)
    {
        var current = request with { Now = now };
        var plan = catalog.Config.Dialect is GeckoDialect
            ? new GeckoDecisionPlanner(catalog, settings, current).Plan(Builds, ContextHashes)
            : new DecisionPlanner(catalog, settings, current).Plan(Builds, ContextHashes);
        if (Files.IsEmpty)
        {
            return plan;
        }

        var problems = new DiagnosticBag();
        var table = new ImageTaskTable(
            catalog, plan.Images.ToDictionary(pair => pair.Key, pair => pair.Value.Task), Namespaces);
        return new FileTasks(catalog, settings, current).AddTo(
            plan, Files, new DefinitionResolver(references, table, PinIndexed, problems), problems);
    }
}
