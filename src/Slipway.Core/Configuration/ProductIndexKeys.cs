using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Tasks;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>index:</c> of an image, which are taskgraph's.</summary>
internal static class ProductIndexKeys
{
    public static readonly ImmutableArray<ConfigKey<Draft>> All =
    [
        new("product", static (values, node, draft) => draft.Product = values.Text(node, "'product'")),
        new("job-name", static (values, node, draft) => draft.JobName = values.Text(node, "'job-name'")),
        new("type", static (values, node, draft) => draft.Type = values.Text(node, "'type'")),
        new("rank", static (values, node, draft) => draft.Rank = values.Matching(
            node,
            "'rank'",
            ProductIndex.RankPattern,
            "Write by-tier, build_date or a whole number of at most nine digits.")),
    ];

    public static void Read(ConfigValues values, YamlNode node, ImageEntry entry)
    {
        int before = values.ProblemCount;
        var draft = new Draft();
        values.ReadKeys(node, "'index'", All, draft);
        if (values.ProblemCount > before)
        {
            return;
        }

        if (draft is not { Product: { } product, JobName: { } jobName })
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"'index' of {entry.Name} lacks 'product' or 'job-name'",
                "Name both.",
                node.Location);
            return;
        }

        var index = new ProductIndex(
            product, jobName, draft.Type ?? ProductIndex.GenericType, draft.Rank ?? ProductIndex.RankByTier);
        entry.Change<ImageTaskSettings>(task => task with { Index = index });
    }

    /// <summary>What the keys have filled in so far.</summary>
    internal sealed class Draft
    {
        public string? Product { get; set; }

        public string? JobName { get; set; }

        public string? Type { get; set; }

        public string? Rank { get; set; }
    }
}
