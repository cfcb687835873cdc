using System.Collections.Immutable;
using Slipway.Application.Explaining;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Model.Values;
using Slipway.Review.Graphs;

namespace Slipway.Application.Graphs;

/// <summary>Finds out what a picture of the tree shows.</summary>
internal sealed class GraphMaker(WorkspaceParts parts)
{
    public async Task<TreeGraph> MakeAsync(GraphRequest request, CancellationToken cancellationToken)
    {
        var names = parts.SelectWithPackages(request.Of).Select(image => image.Name);
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

        var catalog = parts.Catalog;
        ImmutableArray<ImageDefinition> images =
            [.. graph.Nodes.Select(node => node.Image).OfType<ImageName>().Select(name => catalog[name])];
        var (plan, inputs) = await new PlanMaker(parts).PlanAsync(images, force: false, cancellationToken);
        if (parts.Catalog != catalog)
        {
            // Hashing the contexts has shown that some of these images are broken.
            return await MakeAsync(request, cancellationToken);
        }

        return new TreeGraph(
            graph, title, await PlanExplainer.ForTree(parts, inputs).ExplainAsync(plan, cancellationToken));
    }
}

/// <summary>Which part of the tree is to be drawn.</summary>
public sealed record GraphRequest
{
    /// <summary>The images that matter; none for all.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>Whether what needs these images is drawn, and not what they need.</summary>
    public bool Dependents { get; init; }

    /// <summary>Whether images from elsewhere are drawn too.</summary>
    public bool External { get; init; }

    /// <summary>Whether a plan is made.</summary>
    public bool WithPlan { get; init; }
}

/// <summary>The images of a tree and what they are built on.</summary>
/// <param name="Graph">The images and their edges.</param>
/// <param name="Title">What the tree is called.</param>
/// <param name="Plan">What a build would do, and why; null when nobody asked.</param>
public sealed record TreeGraph(ImageGraph Graph, string Title, BuildPlan? Plan);
