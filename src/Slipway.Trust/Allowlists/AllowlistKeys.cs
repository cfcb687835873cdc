using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>The keys of an entry; <c>schema/allowlist.schema.json</c> has the same ones.</summary>
internal static class AllowlistKeys
{
    public const string ImageHash = "image-hash";
    public const string Version = "version";
    public const string RepoDigest = "repo-digest";
    public const string By = "by";
    public const string On = "on";
    public const string Why = "why";

    public const string DateFormat = "yyyy-MM-dd";

    public static readonly ImmutableArray<ConfigKey<AllowlistEntryDraft>> All =
    [
        new(ImageHash, static (values, node, draft) => draft.ImageHash = Hash<ImageHash>(values, node, ImageHash)),
        new(Version, ReadVersion),
        new(RepoDigest, static (values, node, draft) => draft.RepoDigest = Hash<RepoDigest>(values, node, RepoDigest)),
        new(By, static (values, node, draft) => draft.By = Words(values, node, By, "Write who allows it.")),
        new(On, ReadDate),
        new(Why, static (values, node, draft) => draft.Why = Words(values, node, Why, "Write why it is allowed.")),
    ];

    /// <summary>Those without which an entry says too little.</summary>
    public static readonly ImmutableArray<string> Needed = [ImageHash, By, On, Why];

    private static T? Hash<T>(ConfigValues values, YamlNode node, string key)
        where T : struct, IDigest<T>
    {
        if (values.Text(node, $"'{key}'") is not { } text)
        {
            return null;
        }

        // Both hashes look alike without their prefix, and so does a digest of Slipway's own.
        if (Sha256Digest.TryParseOci(text, out var hash))
        {
            return T.From(hash);
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'{key}' cannot be {node.Description}",
            "Write sha256: and 64 hexadecimal digits.",
            node.Location);
        return null;
    }

    private static void ReadVersion(ConfigValues values, YamlNode node, AllowlistEntryDraft draft)
    {
        if (values.Text(node, $"'{Version}'") is not { } text)
        {
            return;
        }

        if (ImageReference.IsTag(text))
        {
            draft.Version = text;
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'{Version}' cannot be {node.Description}",
            "Write what the file VERSION of the image held, such as \"1.4.0\".",
            node.Location);
    }

    private static void ReadDate(ConfigValues values, YamlNode node, AllowlistEntryDraft draft)
    {
        if (values.Text(node, $"'{On}'") is not { } text)
        {
            return;
        }

        if (DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            draft.On = date;
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'{On}' cannot be {node.Description}",
            "Write a date as year, month and day, such as 2026-11-25.",
            node.Location);
    }

    private static string? Words(ConfigValues values, YamlNode node, string key, string remedy)
    {
        string? text = values.Text(node, $"'{key}'");
        if (text is null || !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        values.Report(ConfigurationCodes.BadValue, $"'{key}' is empty", remedy, node.Location);
        return null;
    }
}

/// <summary>What the keys of one entry have filled in so far.</summary>
public sealed class AllowlistEntryDraft
{
    public ImageHash? ImageHash { get; set; }

    public string? Version { get; set; }

    public RepoDigest? RepoDigest { get; set; }

    public string? By { get; set; }

    public DateOnly? On { get; set; }

    public string? Why { get; set; }
}
