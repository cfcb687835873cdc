using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Schemas;

/// <summary>A schema that is published for editors, as a validator of JSON Schema reads it.</summary>
internal sealed class PublishedSchema
{
    private static readonly EvaluationOptions Listed = new() { OutputFormat = OutputFormat.List };

    private readonly JsonSchema _schema;

    private PublishedSchema(string path)
    {
        string text = Repository.Read(path);
        using var document = JsonDocument.Parse(text);
        Root = document.RootElement.Clone();
        _schema = JsonSchema.FromText(text);
    }

    public static PublishedSchema Config { get; } = new("schema/slipway.schema.json");

    public static PublishedSchema Allowlist { get; } = new("schema/allowlist.schema.json");

    public static PublishedSchema Policy { get; } = new("schema/policy.schema.json");

    public JsonElement Root { get; }

    /// <summary>What is wrong with the schema itself.</summary>
    public IReadOnlyList<string> OwnProblems => Problems(MetaSchemas.Draft202012.Evaluate(Root, Listed));

    public bool Takes(string yaml) => Problems(yaml).Count == 0;

    /// <summary>What is wrong with a file: each place, as a JSON pointer, and what is said of it.</summary>
    public IReadOnlyList<string> Problems(string yaml) =>
        Problems(_schema.Evaluate(JsonSerializer.SerializeToElement(Parse(yaml)), Listed));

    private static string[] Problems(EvaluationResults results) =>
        results.IsValid
            ? []
            :
            [
                .. (results.Details ?? [])
                    .Prepend(results)
                    .SelectMany(detail =>
                        (detail.Errors ?? []).Select(error => $"{detail.InstanceLocation}: {error.Value}"))
                    .Distinct(StringComparer.Ordinal),
            ];

    private static JsonNode? Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Count == 0 ? null : Node(stream.Documents[0].RootNode);
    }

    private static JsonNode? Node(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                Members(mapping)
                    .DistinctBy(pair => pair.Name, StringComparer.Ordinal)
                    .Select(pair => KeyValuePair.Create(pair.Name, Node(pair.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Node)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
            YamlScalarNode scalar => scalar.Value,
            _ => throw new InvalidOperationException($"No such node can be in JSON: {node}"),
        };

    // Own members first: they win over those that are merged. https://yaml.org/type/merge.html
    private static IEnumerable<(string Name, YamlNode Value)> Members(YamlMappingNode mapping)
    {
        var members = mapping.Children.ToLookup(pair => ((YamlScalarNode)pair.Key).Value == "<<");
        return members[false].Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Value))
            .Concat(members[true].SelectMany(pair => pair.Value is YamlSequenceNode list ? list.Children : [pair.Value])
                .SelectMany(merged => Members((YamlMappingNode)merged)));
    }

    // The core schema of YAML 1.2, which editors follow. https://yaml.org/spec/1.2.2/#103-core-schema
    private static JsonNode? Plain(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) =>
                whole,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number) => number,
            _ => text,
        };
}
