using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Values;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>The keys of an item below <c>signers:</c>.</summary>
internal static class SignerKeys
{
    private static readonly ImmutableArray<ConfigKey<SignerDraft>> All =
    [
        new("name", static (values, node, draft) => draft.Name = values.Text(node, "'name'")),
        new("key", ReadKey),
        new("level", ReadLevel),
        new("builders", static (values, node, draft) =>
            draft.Builders = Limit(values, node, "'builders'", PolicyKeys.Words)),
        new("images", static (values, node, draft) =>
            draft.Images = Limit(values, node, "'images'", PolicyKeys.Patterns)),
        new("repositories", static (values, node, draft) =>
            draft.Repositories = Limit(values, node, "'repositories'", PolicyKeys.Patterns)),
        new("from", static (values, node, draft) => draft.From = WorkerKeyKeys.Day(values, node, "'from'")),
        new("until", static (values, node, draft) => draft.Until = WorkerKeyKeys.Day(values, node, "'until'")),
        new("revoked", static (values, node, draft) =>
            draft.IsRevoked = values.Boolean(node, "'revoked'") ?? true),
    ];

    public static void Read(ConfigValues values, YamlNode node, PolicyDraft draft)
    {
        var signers = ImmutableArray.CreateBuilder<Signer>();
        foreach (var item in WorkerKeyKeys.Items(values, node, "'signers'"))
        {
            if (ReadItem(values, item) is not { } signer)
            {
                continue;
            }

            // Two items for one key would be two answers to what it may.
            if (signers.FirstOrDefault(known => known.Key.Equals(signer.Key) || known.Name == signer.Name) is { } twin)
            {
                values.Report(
                    ConfigurationCodes.BadValue,
                    $"The signer {signer.Name} has the name or the key of {twin.Name}",
                    "Give every key one item, and every item a name of its own.",
                    item.Location);
                continue;
            }

            signers.Add(signer);
        }

        draft.Policy = draft.Policy with { Signers = signers.ToImmutable() };
    }

    private static Signer? ReadItem(ConfigValues values, YamlNode item)
    {
        var draft = new SignerDraft();
        int before = values.ProblemCount;
        values.ReadKeys(item, "A signer", All, draft);
        WorkerKeyKeys.RequireOrder(values, item, $"A key of {draft.Name}", draft.From, draft.Until);
        if (draft is { Key: { } key, Name: { Length: > 0 } name })
        {
            return new Signer(name, key)
            {
                Level = draft.Level,
                Builders = draft.Builders,
                Images = draft.Images,
                Repositories = draft.Repositories,
                From = draft.From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
                Until = draft.Until?.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc),
                IsRevoked = draft.IsRevoked,
            };
        }

        if (values.ProblemCount == before)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"A signer has no '{(draft.Key is null ? "key" : "name")}'",
                "Write both: 'slipway trust keygen' prints an item.",
                item.Location);
        }

        return null;
    }

    /// <summary>What a signer is held to. A list of nothing would hold it to nothing, as no list does.</summary>
    private static ImmutableSortedSet<string> Limit(
        ConfigValues values,
        YamlNode node,
        string what,
        Func<ConfigValues, YamlNode, string, ImmutableHashSet<string>> read)
    {
        int before = values.ProblemCount;
        ImmutableSortedSet<string> limit = [.. read(values, node, what)];
        if (limit.IsEmpty && values.ProblemCount == before)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{what} of a signer is empty",
                "List what it speaks for; leave the key out for anything, or write 'revoked: true' for nothing.",
                node.Location);
        }

        return limit;
    }

    private static void ReadKey(ConfigValues values, YamlNode node, SignerDraft draft)
    {
        if (values.Text(node, "'key'") is not { } text)
        {
            return;
        }

        if (VerifyingKey.TryParse(text, out var key))
        {
            draft.Key = key;
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            // What stands there may be a private key, and messages end in logs.
            "What 'key' of a signer holds is no public key",
            "Write a P-256 or Ed25519 public key, in base64 or PEM, as 'slipway trust keygen' prints it. A private key "
            + "that was written here has to be replaced: others may have read it.",
            node.Location);
    }

    private static void ReadLevel(ConfigValues values, YamlNode node, SignerDraft draft)
    {
        if (node is YamlScalar scalar)
        {
            draft.Level = values.Level(scalar);
        }
        else
        {
            values.Text(node, "'level'");
        }
    }
}

/// <summary>What the keys of a signer have filled in so far.</summary>
internal sealed class SignerDraft
{
    public string? Name { get; set; }

    public VerifyingKey? Key { get; set; }

    public Level? Level { get; set; }

    public ImmutableSortedSet<string> Builders { get; set; } = [];

    public ImmutableSortedSet<string> Images { get; set; } = [];

    public ImmutableSortedSet<string> Repositories { get; set; } = [];

    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }

    public bool IsRevoked { get; set; }
}
