namespace Slipway.Review.Graphs.Layout;

/// <summary>
/// The heights of the slots: near what they are linked to, in their order, and never closer than the gap.
/// </summary>
/// <remarks>
/// For one column at a time the best heights are those with the least squared distance from where their neighbours want
/// them. With the gaps taken off, that is an isotonic regression, which pooling adjacent violators solves exactly
/// (R. Barlow and others, "Statistical Inference under Order Restrictions", 1972).
/// </remarks>
internal sealed class SlotHeights(LayeredGraph graph, int[][] columns, double gap)
{
    private const int Rounds = 24;

    // Bends in long lines are what the eye stumbles over, so lines that pass columns are kept straight first.
    private const double LineWeight = 8;

    private readonly double[] _middles = new double[graph.Slots.Count];

    /// <summary>The middle of each slot; the uppermost edge of all is at 0.</summary>
    public double[] Find()
    {
        foreach (int[] column in columns)
        {
            Settle(column, _ => []);
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (int[] column in columns.Skip(1))
            {
                Settle(column, graph.Before);
            }

            foreach (int[] column in columns.Reverse().Skip(1))
            {
                Settle(column, graph.After);
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (int[] column in columns)
            {
                Settle(column, slot => [.. graph.Before(slot), .. graph.After(slot)]);
            }
        }

        double top = Enumerable.Range(0, _middles.Length)
            .Select(slot => _middles[slot] - (graph.Slots[slot].Height / 2))
            .DefaultIfEmpty(0)
            .Min();
        return Array.ConvertAll(_middles, middle => middle - top);
    }

    private void Settle(int[] column, Func<int, IReadOnlyList<int>> neighboursOf)
    {
        double[] offsets = Offsets(column);
        var blocks = new Stack<(double Wanted, double Weight, int Count)>();
        for (int place = 0; place < column.Length; place++)
        {
            var (wanted, weight) = Wanted(column[place], neighboursOf(column[place]));
            (double Wanted, double Weight, int Count) block = (wanted - offsets[place], weight, 1);
            while (blocks.TryPeek(out var above) && above.Wanted >= block.Wanted)
            {
                blocks.Pop();
                double sum = above.Weight + block.Weight;
                block = (
                    ((above.Wanted * above.Weight) + (block.Wanted * block.Weight)) / sum,
                    sum,
                    above.Count + block.Count);
            }

            blocks.Push(block);
        }

        int next = 0;
        foreach (var (wanted, _, count) in blocks.Reverse())
        {
            for (int end = next + count; next < end; next++)
            {
                _middles[column[next]] = wanted + offsets[next];
            }
        }
    }

    /// <summary>How far each slot of a column is at least below its first one.</summary>
    private double[] Offsets(int[] column)
    {
        double[] offsets = new double[column.Length];
        for (int place = 1; place < column.Length; place++)
        {
            double heights = graph.Slots[column[place - 1]].Height + graph.Slots[column[place]].Height;
            offsets[place] = offsets[place - 1] + (heights / 2) + gap;
        }

        return offsets;
    }

    private (double Wanted, double Weight) Wanted(int slot, IReadOnlyList<int> neighbours)
    {
        double weight = 0;
        double sum = 0;
        foreach (int neighbour in neighbours)
        {
            double own = (graph.Slots[slot].IsNode ? 1 : LineWeight) * (graph.Slots[neighbour].IsNode ? 1 : LineWeight);
            weight += own;
            sum += own * _middles[neighbour];
        }

        // What is linked to nothing stays where it is, and gives way.
        const double loose = 0.01;
        return weight > 0 ? (sum / weight, weight) : (_middles[slot], loose);
    }
}
