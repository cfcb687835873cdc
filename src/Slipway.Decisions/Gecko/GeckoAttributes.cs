using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Decisions.Planning;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Gecko;

/// <summary>The attributes of gecko's tasks, for who reads the graph of a decision.</summary>
internal static class GeckoAttributes
{
    /// <summary>Where a task that still runs is to be found by later pushes.</summary>
    public const string EagerIndexes = "eager_indexes";

    public static JsonObject Of(
        PlannedImage planned, ImageDefinition image, SlipwayConfig config, PushParameters parameters)
    {
        var attributes = new JsonObject();
        if (image.Package is null)
        {
            attributes["image_name"] = image.Name.Value;
            attributes["artifact_prefix"] = "public";
        }

        attributes["run_on_repo_type"] = new JsonArray(
            [.. image.Extensions.Get<GeckoImageSettings>().RunOnRepositoryTypes.Select(type => (JsonNode)type)]);
        attributes["run_on_projects"] = new JsonArray();
        attributes["always_target"] = image.Package is null;
        attributes["shipping_phase"] = null;
        attributes["shipping_product"] = null;
        if (image.IsCached)
        {
            attributes["cached_task"] = new JsonObject
            {
                ["type"] = image.Package is null ? "docker-images.v2" : "packages.v1",
                ["name"] = config.IndexedAs(image.Name),
                ["digest"] = planned.Digest.ToString(),
            };
            // A pull request's too, although what it builds is indexed elsewhere when it is done.
            attributes[EagerIndexes] = new JsonArray(
                new IndexNaming(config)
                    .Hash(image.Name, planned.Digest, IndexScope.Of(parameters.Push.Level)).Value);
        }

        return attributes;
    }
}
