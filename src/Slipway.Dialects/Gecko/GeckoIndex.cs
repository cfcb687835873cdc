using System.Collections.Frozen;
using System.Globalization;
using Slipway.Core.Yaml;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Gecko;

/// <summary>Reads the key <c>index</c> of a task as gecko's schema has it.</summary>
internal static class GeckoIndex
{
    private static readonly FrozenSet<string> Keys =
        new[] { "product", "job-name", "type", "rank" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Types = new[]
    {
        ProductIndex.GenericType, "l10n", "shippable", "shippable-l10n", "android-shippable",
        "android-shippable-with-multi-l10n", "shippable-with-multi-l10n",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>Null after a refusal.</returns>
    public static ProductIndex? Read(YamlMap index, GeckoValues values)
    {
        values.CheckKeys(index, Keys, "an index");
        var product = values.Text(index, "product", isRequired: true);
        var jobName = values.Text(index, "job-name", isRequired: true);
        var type = values.Text(index, "type");
        if (type is not null && !Types.Contains(type.Text))
        {
            values.Refuse(
                $"{type.Description} is no type of an index",
                $"Write {string.Join(", ", Types.Order(StringComparer.Ordinal))}.",
                type);
        }

        string? rank = ReadRank(index, values);
        return product is null || jobName is null
            ? null
            : new ProductIndex(
                product.Text,
                jobName.Text,
                type?.Text ?? ProductIndex.GenericType,
                rank ?? ProductIndex.RankByTier);
    }

    private static string? ReadRank(YamlMap index, GeckoValues values)
    {
        if (index.Find("rank") is not { } node)
        {
            return null;
        }

        if (node is YamlScalar rank
            && (rank.Text is ProductIndex.RankByTier or "build_date"
                || (rank.IsPlain
                    && int.TryParse(rank.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))))
        {
            return rank.Text;
        }

        values.Refuse($"The rank of an index is {node.Description}", "Write by-tier, build_date or a number.", node);
        return null;
    }
}
