using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Values;

namespace Slipway.Tests.Gecko;

/// <summary>A small tree with gecko's transforms, and what these gave for it.</summary>
internal static class GeckoGolden
{
    public static readonly string[] Variants =
        ["hg-level-3", "hg-level-1", "git-level-3", "git-level-1", "git-pull-request"];

    /// <summary>The whole file; nobody changes it.</summary>
    public static readonly JsonElement All = Read();

    /// <summary>The parameters of a push.</summary>
    public static JsonElement Parameters(string variant) => All.GetProperty("parameters").GetProperty(variant);

    public static string RepositoryType(string variant) =>
        Parameters(variant).GetProperty("repository_type").GetString()!;

    public static Level Level(string variant) => Model.Values.Level.From(
        int.Parse(Parameters(variant).GetProperty("level").GetString()!, CultureInfo.InvariantCulture));

    /// <summary>The values of each image, by name.</summary>
    public static IEnumerable<JsonProperty> Images(string variant) => Expected(variant, "images");

    /// <summary>The values of each package, by name.</summary>
    public static IEnumerable<JsonProperty> Packages(string variant) => Expected(variant, "packages");

    /// <summary>The images and packages, as nodes of the tree are called.</summary>
    public static IEnumerable<(string Node, JsonElement Values)> Nodes(string variant) =>
        Images(variant).Select(image => (image.Name, image.Value))
            .Concat(Packages(variant).Select(package => ($"packages-{package.Name}", package.Value)));

    /// <summary>The files of the tree: path, text, mode.</summary>
    public static IEnumerable<(string Path, string Text, UnixFileMode Mode)> Files() =>
        All.GetProperty("tree").EnumerateObject().Select(file => (
            file.Name,
            file.Value.GetProperty("text").GetString()!,
            (UnixFileMode)Convert.ToInt32(file.Value.GetProperty("mode").GetString(), 8)));

    public static string Text(string path) => Files().Single(file => file.Path == path).Text;

    public static IEnumerable<string> Strings(JsonElement values, string name) =>
        values.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);

    /// <summary>A value in a form in which the order of keys does not matter.</summary>
    public static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(
            ",",
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{JsonValue.Create(pair.Key).ToJsonString()}:{Sorted(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(",", list.Select(Sorted)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static JsonElement.ObjectEnumerator Expected(string variant, string what) =>
        All.GetProperty("expected").GetProperty(variant).GetProperty(what).EnumerateObject();

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Golden", "gecko-docker-images.json")));
        return document.RootElement.Clone();
    }
}
