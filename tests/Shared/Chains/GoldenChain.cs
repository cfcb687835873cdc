using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Tests.Chains;

/// <summary>The chains of <c>tests/Golden/chain-of-trust</c>.</summary>
internal static class GoldenChain
{
    public static string Folder { get; } = Path.Join(AppContext.BaseDirectory, "Golden", "chain-of-trust");
    private static readonly string Base = File.ReadAllText(Path.Join(Folder, "base", "chain.json"));
    private static readonly JsonNode? Lists = JsonNode.Parse(
        File.ReadAllText(Path.Join(Folder, "allowlist-before-12.json")))!["docker_image_allowlists"];

    public static ImmutableArray<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Join(Folder, "cases"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    public static JsonNode Case(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Join(Folder, "cases", $"{name}.json")))!;

    /// <summary>The intact chain as it is written.</summary>
    public static JsonNode Intact() => JsonNode.Parse(Base)!;

    /// <summary>The chain of a case.</summary>
    public static JsonNode Chain(string name)
    {
        var chain = Intact();
        foreach (var operation in Case(name)["patch"]!.AsArray())
        {
            Apply(chain, operation!);
        }

        return chain;
    }

    public static TrustVerdict Judge(JsonNode chain)
    {
        var (documents, policy) = Read(chain);
        return ChainVerifier.Verify(documents, policy);
    }

    public static (ChainDocuments Documents, ChainPolicy Policy) Read(JsonNode chain) => ChainJson.Read(
        System.Text.Encoding.UTF8.GetBytes(chain.ToJsonString()),
        Lists,
        file => Path.Join(Folder, "base", file) is var path && File.Exists(path)
            ? File.ReadAllBytes(path)
            : default(ReadOnlyMemory<byte>?));

    private static void Apply(JsonNode chain, JsonNode operation)
    {
        string[] path = [.. operation["path"]!.GetValue<string>().Split('/').Skip(1).Select(part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        var parent = path[..^1].Aggregate(chain, (node, part) => node is JsonArray list
            ? list[int.Parse(part, CultureInfo.InvariantCulture)]!
            : node[part]!);
        string last = path[^1];
        var value = operation["value"]?.DeepClone();
        switch (operation["op"]!.GetValue<string>(), parent)
        {
            case ("splice", JsonObject map):
                string text = map[last]!.GetValue<string>();
                int at = operation["at"]!.GetValue<int>();
                map[last] = text.Remove(at, operation["remove"]!.GetValue<int>())
                    .Insert(at, operation["insert"]!.GetValue<string>());
                break;
            case ("remove", JsonObject map):
                map.Remove(last);
                break;
            case ("add" or "replace", JsonObject map):
                map[last] = value;
                break;
            case ("add", JsonArray list):
                list.Insert(last == "-" ? list.Count : int.Parse(last, CultureInfo.InvariantCulture), value);
                break;
            case ("replace", JsonArray list):
                list[int.Parse(last, CultureInfo.InvariantCulture)] = value;
                break;
            default:
                parent.AsArray().RemoveAt(int.Parse(last, CultureInfo.InvariantCulture));
                break;
        }

    }
}
