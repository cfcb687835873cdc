using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.JsonE.Tests.Support;

/// <summary>Reads the documents of a YAML file as JSON, by YAML's core schema.</summary>
internal static partial class YamlCases
{
    public static IEnumerable<JsonNode?> Read(TextReader file)
    {
        var stream = new YamlStream();
        stream.Load(file);
        return stream.Documents.Select(document => ToJson(document.RootNode));
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => ToJson(scalar.Value!),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    private static JsonNode? ToJson(string plain) => plain switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when Number().IsMatch(plain) => double.Parse(plain, CultureInfo.InvariantCulture),
        _ => plain,
    };

    [GeneratedRegex(
        @"\A-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
