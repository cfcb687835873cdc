using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Naming;

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
    public static void Read(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var entry in values.Map(node, "'image-hashes'"))
        {
            // A list of a type that no task has would bind nothing.
            values.Choice(entry.Key, "A type of 'image-hashes'", LinkTypes.Names, ConfigurationCodes.BadValue);
        }

        foreach (var (type, images) in ReadLists(values, node, "image-hashes"))
        {
            draft.ImageTypes.Add(type);
            draft.Images.AddRange(images);
        }
    }

    /// <summary>By the name of an image that tasks build, what it may be.</summary>
    public static void ReadBuilt(ConfigValues values, YamlNode node, PolicyDraft draft) =>
        draft.Policy = draft.Policy with
        {
            BuiltImages = ReadLists(values, node, "built-images").ToImmutableDictionary(
                list => list.Of, list => list.Images),
        };

    private static List<(string Of, ImmutableArray<AllowedImage> Images)> ReadLists(
        ConfigValues values, YamlNode node, string key) =>
    [
        .. values.Map(node, $"'{key}'").Select(entry => (
            entry.Key.Text,
            WorkerKeyKeys.Items(values, entry.Value, $"'{key}' of {Display.Text(entry.Key.Text)}")
                .Select(item => ReadItem(values, item, entry.Key.Text))
                .OfType<AllowedImage>()
                .ToImmutableArray())),
    ];

    private static AllowedImage? ReadItem(ConfigValues values, YamlNode item, string of)
    {
        int before = values.ProblemCount;
        var image = new AllowedImageDraft();
        values.ReadKeys(item, $"An image of {Display.Text(of)}", All, image);
        if (image is { ImageHash: { } hash, By: { } by, On: { } on, Why: { } why })
        {
            return new AllowedImage(of, hash, by, on, why);
        }

        if (values.ProblemCount == before)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"An image of {Display.Text(of)} lacks one of hash, by, on, why",
                "Write all four: who allowed it, when, and why.",
                item.Location);
        }

        return null;
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
