using System.Collections.Immutable;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Reads the targets of <c>docker-bake.hcl</c>.</summary>
/// <remarks>https://docs.docker.com/build/bake/reference/</remarks>
internal sealed class HclReader
{
    // A matrix is one target a combination.
    private const int MostCombinations = 100;
    private const int MostVariables = 50;

    private readonly Dictionary<string, ImmutableArray<HclToken>?> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BakeValue?> _values = new(StringComparer.Ordinal);

    private int _depth;

    private HclReader()
    {
    }

    /// <exception cref="HclException">The text is no HCL.</exception>
    public static BakeFile Read(string text)
    {
        var blocks = HclParser.Read(text);
        var reader = new HclReader();
        foreach (var variable in blocks.Where(block => block.Type == "variable" && block.Labels.Length == 1))
        {
            reader._variables[variable.Labels[0]] =
                variable.Body.Keys.TryGetValue("default", out var words) ? words : null;
        }

        return new BakeFile(
        [
            .. blocks
                .Where(block => block.Type == "target" && block.Labels.Length == 1)
                .SelectMany(reader.Targets),
        ]);
    }

    private IEnumerable<BakeTarget> Targets(HclBlock block)
    {
        if (!block.Body.Keys.TryGetValue("matrix", out var words))
        {
            return [Target(block, Variable)];
        }

        if (new HclEvaluator(Variable).Evaluate(words) is not BakeValue.Map matrix
            || matrix.Entries.Any(axis => axis.Value is not BakeValue.List)
            || Combinations(matrix) is not { } combinations)
        {
            var unknown = new BakeValue.Unknown("a matrix that only bake evaluates");
            return [new BakeTarget(block.Labels[0], block.Line, ImmutableDictionary.CreateRange(
                StringComparer.Ordinal, [new KeyValuePair<string, BakeValue>("matrix", unknown)]))];
        }

        return combinations.Select(values => Target(block, name => values.GetValueOrDefault(name) ?? Variable(name)));
    }

    private static List<ImmutableDictionary<string, BakeValue>>? Combinations(BakeValue.Map matrix)
    {
        List<ImmutableDictionary<string, BakeValue>> combinations = [ImmutableDictionary<string, BakeValue>.Empty];
        foreach (var (name, axis) in matrix.Entries)
        {
            var items = ((BakeValue.List)axis).Items;
            if (combinations.Count * items.Length > MostCombinations)
            {
                return null;
            }

            combinations = [.. combinations.SelectMany(known => items.Select(item => known.SetItem(name, item)))];
        }

        return combinations;
    }

    private static BakeTarget Target(HclBlock block, Func<string, BakeValue?> variableOf)
    {
        var evaluator = new HclEvaluator(variableOf);
        var keys = block.Body.Keys
            .Where(key => key.Key != "matrix")
            .ToImmutableDictionary(key => key.Key, key => evaluator.Evaluate(key.Value), StringComparer.Ordinal);
        // Blocks within a target, such as args { … } of old files, are objects.
        foreach (var inner in block.Body.Blocks)
        {
            keys = keys.SetItem(inner.Type, new BakeValue.Map(
                [.. inner.Body.Keys.Select(key => new KeyValuePair<string, BakeValue>(
                    key.Key, evaluator.Evaluate(key.Value)))]));
        }

        string name = keys.GetValueOrDefault("name") is BakeValue.Scalar given ? given.Text : block.Labels[0];
        return new BakeTarget(name, block.Line, keys);
    }

    /// <summary>
    /// The default of a variable, which the environment may replace; null when there is no such variable or default.
    /// </summary>
    private BakeValue? Variable(string name)
    {
        if (_values.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_variables.TryGetValue(name, out var words) || words is null)
        {
            return null;
        }

        // A variable that needs itself is not known.
        _values[name] = new BakeValue.Unknown($"the variable {name}");
        if (_depth < MostVariables)
        {
            _depth++;
            _values[name] = new HclEvaluator(Variable).Evaluate(words);
            _depth--;
        }

        return _values[name];
    }
}
