using Slipway.Application.Explaining;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Review.Graphs;

namespace Slipway.Application.Graphs;

/// <summary>Finds out what a picture of the tree shows.</summary>
internal sealed class GraphMaker(WorkspaceParts parts)
{
    public async Task<TreeGraph> MakeAsync(GraphRequest request, CancellationToken cancellationToken)
    {
        var names = parts.Select(request.Of).Select(image => image.Name);
        var graph = ImageGraph.Of(parts.Catalog, request.External);
        if (!request.Of.IsEmpty)
        {
            graph = request.Dependents ? graph.DependentOn(names) : graph.NeededBy(names);
        }

        string title = parts.Catalog.Config.Prefix;
        if (!request.WithPlan)
        {
            return new TreeGraph(graph, title, null);
        }

        var images = parts.Select([.. graph.Nodes.Select(node => node.Image?.Value).OfType<string>()]);
        var (plan, inputs) = await new PlanMaker(parts).PlanAsync(images, force: false, cancellationToken);
        return new TreeGraph(
            graph, title, await PlanExplainer.ForTree(parts, inputs).ExplainAsync(plan, cancellationToken));
    }
}
