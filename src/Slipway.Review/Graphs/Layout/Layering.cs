namespace Slipway.Review.Graphs.Layout;

/// <summary>Puts nodes into columns so that every edge leads to a later one.</summary>
internal static class Layering
{
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="edges">Each from a node to a later one.</param>
    /// <returns>The column of each node, from 0.</returns>
    public static int[] Assign(int nodes, IReadOnlyList<GraphEdge> edges)
    {
        var parents = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        var children = edges.ToLookup(edge => edge.Parent, edge => edge.Child);
        int[] layers = new int[nodes];
        for (int node = 0; node < nodes; node++)
        {
            layers[node] = parents[node].Select(parent => layers[parent] + 1).DefaultIfEmpty(0).Max();
        }

        // The longest path leaves a node that needs little far from what needs it. Moving it there shortens its edges
        // whenever more of them go out than come in.
        for (int node = nodes - 1; node >= 0; node--)
        {
            if (children[node].Count() > parents[node].Count())
            {
                layers[node] = children[node].Min(child => layers[child]) - 1;
            }
        }

        return layers;
    }
}
