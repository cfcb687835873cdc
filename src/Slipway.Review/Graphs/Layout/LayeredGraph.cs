namespace Slipway.Review.Graphs.Layout;

/// <summary>
/// A graph whose links all lead from one column to the next: an edge over several columns has a place of its own in
/// each that it passes, where no node can be. Edges with the same parent share these places, so that they are one line
/// for as long as they go the same way.
/// </summary>
internal sealed class LayeredGraph
{
    private readonly List<Slot> _slots = [];
    private readonly List<List<int>> _before = [];
    private readonly List<List<int>> _after = [];

    public LayeredGraph(int[] layers, IReadOnlyList<BoxSize> sizes, IReadOnlyList<GraphEdge> edges, double lineHeight)
    {
        LayerCount = layers.DefaultIfEmpty(-1).Max() + 1;
        for (int node = 0; node < sizes.Count; node++)
        {
            Add(new Slot(layers[node], IsNode: true, sizes[node].Height));
        }

        var passages = new Dictionary<(int Parent, int Layer), int>();
        Paths = [.. edges.Select(edge =>
        {
            List<int> path = [edge.Parent];
            for (int layer = layers[edge.Parent] + 1; layer < layers[edge.Child]; layer++)
            {
                if (!passages.TryGetValue((edge.Parent, layer), out int passage))
                {
                    passage = Add(new Slot(layer, IsNode: false, lineHeight));
                    passages.Add((edge.Parent, layer), passage);
                    Link(path[^1], passage);
                }

                path.Add(passage);
            }

            Link(path[^1], edge.Child);
            path.Add(edge.Child);
            return path;
        })];
    }

    /// <param name="Layer">The column.</param>
    /// <param name="IsNode">Whether a node is there, or a line passes.</param>
    /// <param name="Height">Pixels.</param>
    internal readonly record struct Slot(int Layer, bool IsNode, double Height);

    public int LayerCount { get; }

    /// <summary>The nodes in their order, then the passages of long edges.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>For each edge the slots that it goes through, from its parent to its child.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Paths { get; }

    /// <summary>The slots of the column before that are linked to a slot.</summary>
    public IReadOnlyList<int> Before(int slot) => _before[slot];

    /// <summary>The slots of the next column that are linked to a slot.</summary>
    public IReadOnlyList<int> After(int slot) => _after[slot];

    private int Add(Slot slot)
    {
        _slots.Add(slot);
        _before.Add([]);
        _after.Add([]);
        return _slots.Count - 1;
    }

    private void Link(int from, int to)
    {
        _after[from].Add(to);
        _before[to].Add(from);
    }
}
