namespace Slipway.Review.Graphs.Layout;

/// <summary>The order of the slots within their columns, with few crossings.</summary>
/// <remarks>
/// Sweeps by barycentre with exchanges of neighbours, after K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual
/// Understanding of Hierarchical System Structures" (1981) and E. Gansner and others, "A Technique for Drawing Directed
/// Graphs" (1993). Ties keep their order, so that the same graph is always drawn in the same way.
/// </remarks>
internal sealed class SlotOrder
{
    private const int Sweeps = 24;

    // Two slots are compared link by link, which costs the product of their links. A graph that needs more than this is
    // so dense that no order makes it clearer.
    private const long MaximumComparisons = 50_000_000;

    private readonly LayeredGraph _graph;
    private readonly int[] _places;
    private readonly int[][] _columns;
    private long _comparisons;

    private SlotOrder(LayeredGraph graph)
    {
        _graph = graph;
        _places = new int[graph.Slots.Count];
        _columns = DepthFirst();
        Number();
    }

    /// <summary>The slots of each column from top to bottom.</summary>
    public static int[][] Find(LayeredGraph graph)
    {
        var order = new SlotOrder(graph);
        int[][] best = order.Copy();
        long fewest = order.Crossings();
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            order.Sweep(forward: sweep % 2 == 0);
            order.Exchange();
            long crossings = order.Crossings();
            if (crossings < fewest)
            {
                (best, fewest) = (order.Copy(), crossings);
            }
        }

        return best;
    }

    /// <summary>Trees have no crossings from the start when a whole branch is placed before the next one.</summary>
    private int[][] DepthFirst()
    {
        var columns = Enumerable.Range(0, _graph.LayerCount).Select(_ => new List<int>()).ToArray();
        bool[] seen = new bool[_graph.Slots.Count];
        var open = new Stack<int>();
        for (int slot = 0; slot < seen.Length; slot++)
        {
            if (_graph.Before(slot).Count == 0)
            {
                open.Push(slot);
                while (open.TryPop(out int next))
                {
                    if (!seen[next])
                    {
                        seen[next] = true;
                        columns[_graph.Slots[next].Layer].Add(next);
                        foreach (int after in _graph.After(next).Reverse())
                        {
                            open.Push(after);
                        }
                    }
                }
            }
        }

        return [.. columns.Select(column => column.ToArray())];
    }

    private void Number()
    {
        foreach (int[] column in _columns)
        {
            for (int place = 0; place < column.Length; place++)
            {
                _places[column[place]] = place;
            }
        }
    }

    private int[][] Copy() => [.. _columns.Select(column => column.ToArray())];

    private void Sweep(bool forward)
    {
        for (int step = 1; step < _columns.Length; step++)
        {
            int layer = forward ? step : _columns.Length - 1 - step;
            int[] column = _columns[layer];
            double scale = (double)_columns[forward ? layer - 1 : layer + 1].Length / column.Length;
            _columns[layer] = [.. column.OrderBy(slot =>
            {
                var neighbours = forward ? _graph.Before(slot) : _graph.After(slot);
                return neighbours.Count > 0
                        ? neighbours.Average(neighbour => _places[neighbour])
                        : _places[slot] * scale;
            })];
            for (int place = 0; place < column.Length; place++)
            {
                _places[_columns[layer][place]] = place;
            }
        }
    }

    /// <summary>Exchanges neighbours for as long as that takes crossings away.</summary>
    private void Exchange()
    {
        bool better = true;
        for (int round = 0; round < Sweeps && better; round++)
        {
            better = false;
            foreach (int[] column in _columns)
            {
                for (int place = 0; place + 1 < column.Length && _comparisons < MaximumComparisons; place++)
                {
                    int upper = column[place];
                    int lower = column[place + 1];
                    if (Crossings(upper, lower) > Crossings(lower, upper))
                    {
                        (column[place], column[place + 1]) = (lower, upper);
                        (_places[upper], _places[lower]) = (place + 1, place);
                        better = true;
                    }
                }
            }
        }
    }

    /// <summary>How many links of two slots cross when one is above the other.</summary>
    private int Crossings(int upper, int lower) =>
        Crossings(_graph.Before(upper), _graph.Before(lower)) + Crossings(_graph.After(upper), _graph.After(lower));

    private int Crossings(IReadOnlyList<int> upper, IReadOnlyList<int> lower)
    {
        _comparisons += (long)upper.Count * lower.Count;
        int crossings = 0;
        foreach (int above in upper)
        {
            foreach (int below in lower)
            {
                crossings += _places[above] > _places[below] ? 1 : 0;
            }
        }

        return crossings;
    }

    private long Crossings() => _columns.SkipLast(1).Sum(CrossingsAfter);

    /// <summary>Counts the inversions of the links' ends with a Fenwick tree.</summary>
    private long CrossingsAfter(int[] column)
    {
        int width = column.SelectMany(_graph.After).Select(slot => _places[slot] + 1).DefaultIfEmpty(0).Max();
        int[] tree = new int[width + 1];
        long crossings = 0;
        int count = 0;
        foreach (int slot in column)
        {
            foreach (int end in _graph.After(slot).Select(after => _places[after]).Order())
            {
                int notBelow = 0;
                for (int i = end + 1; i > 0; i -= i & -i)
                {
                    notBelow += tree[i];
                }

                crossings += count - notBelow;
                count++;
                for (int i = end + 1; i <= width; i += i & -i)
                {
                    tree[i]++;
                }
            }
        }

        return crossings;
    }
}
