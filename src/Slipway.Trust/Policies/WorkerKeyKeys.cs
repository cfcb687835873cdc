using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Text;
using Slipway.Trust.Keys;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Policies;

/// <summary>The keys of an item below <c>keys:</c>.</summary>
internal static class WorkerKeyKeys
{
    private static readonly ImmutableArray<ConfigKey<KeyDraft>> All =
    [
        new("key", ReadKey),
        new("level", ReadLevel),
        new("from", static (values, node, draft) => draft.From = Day(values, node, "'from'")),
        new("until", static (values, node, draft) => draft.Until = Day(values, node, "'until'")),
        new("revoked", ReadRevoked),
    ];

    public static void Read(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        foreach (var (worker, list) in values.Map(node, "'keys'"))
        {
            // Keys of a kind that no worker is of would speak for nobody.
            values.Choice(worker, "A kind of worker in 'keys'", WorkerKinds.All, ConfigurationCodes.BadValue);
            var keys = ImmutableArray.CreateBuilder<WorkerKey>();
            foreach (var item in Items(values, list, $"'keys' of {Display.Text(worker.Text)}"))
            {
                if (ReadItem(values, item, worker) is not { } key)
                {
                    continue;
                }

                // Two items for one key would be two answers to what it may.
                if (keys.Any(known => known.IsSameAs(key)))
                {
                    values.Report(
                        ConfigurationCodes.BadValue,
                        $"The key {key.Text.Trim()} stands twice below {worker.Description}",
                        "Give every key one item.",
                        item.Location);
                    continue;
                }

                keys.Add(key);
            }

            draft.Policy = draft.Policy with { Keys = draft.Policy.Keys.SetItem(worker.Text, keys.ToImmutable()) };
        }
    }

    /// <summary>The items of a list of mappings.</summary>
    public static ImmutableArray<YamlNode> Items(ConfigValues values, YamlNode node, string what)
    {
        if (node is YamlList list)
        {
            return list.Items;
        }

        values.Report(
            ConfigurationCodes.WrongType, $"{what} is {node.Description}", "Write a list.", node.Location);
        return [];
    }

    /// <summary>A day, as year, month and day.</summary>
    public static DateOnly? Day(ConfigValues values, YamlNode node, string what)
    {
        if (values.Text(node, what) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"{what} cannot be {node.Description}",
            "Write a date as year, month and day, such as 2026-11-25.",
            node.Location);
        return null;
    }

    /// <summary>A key whose last day is before its first would speak for nobody.</summary>
    public static void RequireOrder(ConfigValues values, YamlNode item, string what, DateOnly? from, DateOnly? until)
    {
        if (from > until)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{what} counts from {from:yyyy-MM-dd} on, and only until {until:yyyy-MM-dd}",
                "Write the first day as 'from' and the last as 'until'.",
                item.Location);
        }
    }

    // A key may be written alone, or with what bounds it.
    private static WorkerKey? ReadItem(ConfigValues values, YamlNode item, YamlScalar worker)
    {
        var draft = new KeyDraft();
        if (item is YamlScalar)
        {
            ReadKey(values, item, draft);
        }
        else
        {
            values.ReadKeys(item, $"A key of {Display.Text(worker.Text)}", All, draft);
        }

        if (draft.Key is null)
        {
            if (item is YamlMap map && map.Find("key") is null)
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"An item of {worker.Description} has no 'key'",
                    "Write the public key in base64.",
                    item.Location);
            }

            return null;
        }

        RequireOrder(values, item, $"A key of {Display.Text(worker.Text)}", draft.From, draft.Until);
        return draft.Key with
        {
            Level = draft.Level,
            From = draft.From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Until = draft.Until?.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc),
            IsRevoked = draft.IsRevoked,
            RevokedOn = draft.RevokedOn,
        };
    }

    // The day since which it counts for nothing, or just that it does.
    private static void ReadRevoked(ConfigValues values, YamlNode node, KeyDraft draft)
    {
        if (node is YamlScalar scalar && DateOnly.TryParseExact(
            scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            (draft.IsRevoked, draft.RevokedOn) = (true, day);
            return;
        }

        draft.IsRevoked = values.Boolean(node, "'revoked'") ?? true;
    }

    private static void ReadKey(ConfigValues values, YamlNode node, KeyDraft draft)
    {
        if (values.Text(node, "A key") is not { } text)
        {
            return;
        }

        var key = new WorkerKey(text);
        if (key.Bytes is { Length: WorkerKey.Size })
        {
            draft.Key = key;
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            // What stands there may be a private key, and messages end in logs.
            "What stands for the key of a worker is no public key",
            $"Write the {WorkerKey.Size} bytes of an Ed25519 public key in base64. A private key that was written here "
            + "has to be replaced: others may have read it.",
            node.Location);
    }

    private static void ReadLevel(ConfigValues values, YamlNode node, KeyDraft draft)
    {
        if (node is YamlScalar scalar && values.Level(scalar) is { } level)
        {
            draft.Level = level.Value;
        }
        else if (node is not YamlScalar)
        {
            values.Text(node, "'level'");
        }
    }
}
