using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Yaml;

/// <summary>A YAML value as JSON, by the core schema: https://yaml.org/spec/1.2.2/#103-core-schema</summary>
public sealed partial class YamlJson
{
    // Aliases may name one value many times over; what they stand for is written out in JSON.
    private const int MostNodes = 100_000;

    private int _nodes;

    private YamlJson()
    {
    }

    /// <exception cref="SlipwayException">Written out, the value is too large.</exception>
    public static JsonNode? Convert(YamlNode node) => new YamlJson().ToNode(node);

    private JsonNode? ToNode(YamlNode node)
    {
        if (++_nodes > MostNodes)
        {
            throw new SlipwayException(new Diagnostic(
                ConfigurationCodes.TooLarge,
                $"The file has more than {MostNodes} values, aliases written out",
                "Use fewer aliases, or several files.",
                node.Location));
        }

        switch (node)
        {
            case YamlMap map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Entries)
                {
                    result[key.Text] = ToNode(value);
                }

                return result;
            case YamlList list:
                return new JsonArray([.. list.Items.Select(ToNode)]);
            default:
                return ToValue((YamlScalar)node);
        }
    }

    private static JsonNode? ToValue(YamlScalar scalar) => scalar switch
    {
        { IsPlain: false } => scalar.Text,
        { IsNull: true } => null,
        { Text: "true" or "True" or "TRUE" } => true,
        { Text: "false" or "False" or "FALSE" } => false,
        _ => ToNumber(scalar.Text) ?? scalar.Text,
    };

    private static JsonNode? ToNumber(string text) =>
        // A number with a zero before it is octal to some readers and decimal to others: it stays what is written.
        Number().IsMatch(text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number)
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
                ? (JsonNode)whole
                : number
            : null;

    [GeneratedRegex(
        @"\A[-+]?(0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
