using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Secrets;

namespace Slipway.Core.Configuration;

/// <summary>The keys below <c>trust:</c>: who builds, and with what statements about builds are signed.</summary>
public static class TrustKeys
{
    private const string PublicKey = "public-key";
    private const string What = "'signing-key'";

    internal static readonly ImmutableArray<ConfigKey<TrustDraft>> All =
    [
        new("builder", static (values, node, draft) => draft.Builder = ReadBuilder(values, node)),
        new("signing-key", ReadKey),
    ];

    // As those of a secret, and one that only a program that signs needs.
    internal static readonly ImmutableArray<ConfigKey<SecretKeys.SourceDraft>> Key =
    [
        .. SecretKeys.Place,
        new(PublicKey, static (values, node, draft) =>
            draft.PublicKey = values.Text(node, $"'{PublicKey}' of {What}")),
    ];

    /// <summary>Whether a text can say who builds: a URI, as SLSA's provenance wants it.</summary>
    public static bool IsBuilder(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && Uri.CheckSchemeName(text[..colon])
        && colon + 1 < text.Length
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    internal static void Read(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var trust = new TrustDraft();
        values.ReadKeys(node, "'trust'", All, trust);
        draft.Config = draft.Config with
        {
            Signing = new SigningSettings(trust.Place, trust.PublicKey, trust.Builder),
        };
    }

    private static string? ReadBuilder(ConfigValues values, YamlNode node)
    {
        if (values.Text(node, "'builder'") is not { } text)
        {
            return null;
        }

        if (IsBuilder(text))
        {
            return text;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'builder' cannot be {node.Description}",
            "Write a URI that says who builds, such as https://ci.example.org/release.",
            node.Location);
        return null;
    }

    private static void ReadKey(ConfigValues values, YamlNode node, TrustDraft draft)
    {
        var place = SecretKeys.SourceDraft.Named(What);
        int before = values.ProblemCount;
        values.ReadKeys(node, What, Key, place);
        if (values.ProblemCount > before)
        {
            return;
        }

        (draft.Place, draft.PublicKey) = (place.Place, place.PublicKey);
        if (place.Place is null)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"{What} says no place",
                "Write 'env: VARIABLE', 'file: PATH' or 'command: [PROGRAM, ARGUMENT]'.",
                node.Location);
        }
        else if (place.Place is SecretPlace.Output == place.PublicKey is null)
        {
            values.Report(
                ConfigurationCodes.BadValue,
                place.PublicKey is null
                    ? $"{What} is a program, and '{PublicKey}' does not say for which key it signs"
                    : $"{What} has a '{PublicKey}' beside a key that says it itself",
                $"Write '{PublicKey}: FILE' beside 'command', and only there.",
                node.Location);
        }
    }

    internal sealed class TrustDraft
    {
        public SecretPlace? Place { get; set; }

        public string? PublicKey { get; set; }

        public string? Builder { get; set; }
    }
}
