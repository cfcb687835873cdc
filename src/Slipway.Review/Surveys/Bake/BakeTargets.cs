using System.Collections.Immutable;

namespace Slipway.Review.Surveys.Bake;

/// <summary>The targets of all bake files of a folder, with what they inherit.</summary>
internal sealed class BakeTargets
{
    private const string Inherits = "inherits";

    private readonly Dictionary<string, (string File, BakeTarget Target)> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    // What is inherited on many ways is put together once.
    private readonly Dictionary<string, ImmutableDictionary<string, BakeValue>> _whole = new(StringComparer.Ordinal);

    /// <summary>Adds the targets of one more file, which goes over what is known.</summary>
    public void Add(string file, BakeFile content)
    {
        foreach (var target in content.Targets)
        {
            if (_byName.TryGetValue(target.Name, out var known))
            {
                _byName[target.Name] = (known.File, known.Target with { Keys = Merge(known.Target.Keys, target.Keys) });
            }
            else
            {
                _byName.Add(target.Name, (file, target));
                _order.Add(target.Name);
            }
        }
    }

    /// <summary>
    /// The targets that are meant to be built: without those that only hold what others inherit.
    /// </summary>
    public IEnumerable<(string File, BakeTarget Target)> Whole()
    {
        var inherited = _byName.Values.SelectMany(known => Texts(known.Target.Keys.GetValueOrDefault(Inherits)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (string name in _order)
        {
            var (file, target) = _byName[name];
            bool isBase = name.StartsWith('_')
                || (inherited.Contains(name) && !BuildKeys.Any(target.Keys.ContainsKey));
            if (!isBase)
            {
                yield return (file, target with { Keys = KeysOf(name, []) });
            }
        }
    }

    private static readonly ImmutableArray<string> BuildKeys = ["context", "dockerfile", "dockerfile-inline", "target"];

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>The texts of a list, or a single one.</summary>
    public static IEnumerable<string> Texts(BakeValue? value) => value switch
    {
        BakeValue.Scalar scalar => [scalar.Text],
        BakeValue.List list => list.Items.OfType<BakeValue.Scalar>().Select(item => item.Text),
        _ => [],
    };

    private ImmutableDictionary<string, BakeValue> KeysOf(string name, ImmutableHashSet<string> above)
    {
        if (_whole.TryGetValue(name, out var whole))
        {
            return whole;
        }

        // A circle, which bake refuses, ends here.
        if (!_byName.TryGetValue(name, out var known) || above.Contains(name) || above.Count > 50)
        {
            return ImmutableDictionary<string, BakeValue>.Empty;
        }

        var keys = ImmutableDictionary.Create<string, BakeValue>(StringComparer.Ordinal);
        foreach (string parent in Texts(known.Target.Keys.GetValueOrDefault(Inherits)))
        {
            keys = Merge(keys, KeysOf(parent, above.Add(name)));
        }

        return _whole[name] = Merge(keys, known.Target.Keys);
    }

    private static ImmutableDictionary<string, BakeValue> Merge(
        ImmutableDictionary<string, BakeValue> under, ImmutableDictionary<string, BakeValue> over)
    {
        foreach (var (key, value) in over)
        {
            under = under.SetItem(
                key,
                under.GetValueOrDefault(key) is BakeValue.Map before && value is BakeValue.Map after
                    ? new BakeValue.Map([.. before.Entries, .. after.Entries])
                    : value);
        }

        return under;
    }
}
