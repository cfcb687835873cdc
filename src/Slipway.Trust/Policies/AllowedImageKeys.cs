using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Trust.Policies;

/// <summary>The keys of an item below <c>image-hashes:</c>.</summary>
internal static class AllowedImageKeys
{
    private static readonly ImmutableArray<ConfigKey<AllowedImageDraft>> All =
    [
        new("hash", ReadHash),
        new("by", static (values, node, draft) => draft.By = Words(values, node, "'by'")),
        new("on", static (values, node, draft) => draft.On = WorkerKeyKeys.Day(values, node, "'on'")),
        new("why", static (values, node, draft) => draft.Why = Words(values, node, "'why'")),
    ];

    /// <summary>By type of task, the registry images in which it may run.</summary>
    public static void Read(ConfigValues values, YamlNode node, PolicyDraft draft) =>
        Read(values, node, "image-hashes", draft.Images);

    /// <summary>By the name of an image that tasks build, what it may be.</summary>
    public static void ReadBuilt(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var images = new List<AllowedImage>();
        Read(values, node, "built-images", images);
        draft.Policy = draft.Policy with
        {
            BuiltImages = values.Map(node, "'built-images'").ToImmutableDictionary(
                entry => entry.Key.Text,
                entry => images.Where(image => image.Of == entry.Key.Text).ToImmutableArray()),
        };
    }

    private static void Read(ConfigValues values, YamlNode node, string key, List<AllowedImage> images)
    {
        foreach (var (type, list) in values.Map(node, $"'{key}'"))
        {
            foreach (var item in WorkerKeyKeys.Items(values, list, $"'{key}' of {Display.Text(type.Text)}"))
            {
                int before = values.ProblemCount;
                var image = new AllowedImageDraft();
                values.ReadKeys(item, $"An image of {Display.Text(type.Text)}", All, image);
                if (image is { ImageHash: { } hash, By: { } by, On: { } on, Why: { } why })
                {
                    images.Add(new AllowedImage(type.Text, hash, by, on, why));
                }
                else if (values.ProblemCount == before)
                {
                    values.Report(
                        ConfigurationCodes.BadValue,
                        $"An image of {Display.Text(type.Text)} lacks one of hash, by, on, why",
                        "Write all four: who allowed it, when, and why.",
                        item.Location);
                }
            }
        }
    }

    private static void ReadHash(ConfigValues values, YamlNode node, AllowedImageDraft draft)
    {
        if (values.Text(node, "'hash'") is not { } text)
        {
            return;
        }

        if (Sha256Digest.TryParseOci(text, out var hash))
        {
            draft.ImageHash = ImageHash.From(hash);
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'hash' cannot be {node.Description}",
            "Write sha256: and 64 hexadecimal digits.",
            node.Location);
    }

    private static string? Words(ConfigValues values, YamlNode node, string what)
    {
        string? text = values.Text(node, what);
        if (text is null || !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        values.Report(ConfigurationCodes.BadValue, $"{what} is empty", "Write it out.", node.Location);
        return null;
    }
}
