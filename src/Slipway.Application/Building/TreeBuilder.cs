using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Building;

/// <summary>Carries out plans for the tree as it stands.</summary>
internal sealed class TreeBuilder(WorkspaceParts parts)
{
    /// <summary>Builds what a plan says. A plan that builds nothing needs no engine, and no store that can be written.</summary>
    /// <returns>An outcome for every image of the plan, in its order; failures are among them.</returns>
    /// <exception cref="SlipwayException">Nothing was started: a secret is missing, or there is no engine.</exception>
    public async Task<ImmutableArray<ImageOutcome>> BuildAsync(
        PreparedPlan prepared, BuildOptions options, CancellationToken cancellationToken)
    {
        SecretRules.Check(parts.Catalog, prepared.Plan, options.Secrets);
        if (!prepared.Plan.ToBuild.Any())
        {
            return PlanExecutor.ReuseAll(prepared.Plan);
        }

        parts.Store.EnsureWritable();
        var engine = await parts.EngineAsync(cancellationToken);
        var executor = new PlanExecutor(
            parts.Tree, parts.Catalog, prepared.Inputs, parts.Backend, engine, parts.Clock);
        await using var display = parts.Feedback.StartBuild(prepared.Plan);
        return await executor.ExecuteAsync(prepared.Plan, options, display.Report, cancellationToken);
    }
}
