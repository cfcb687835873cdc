using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Shapes;

/// <summary>One of several objects, told apart by the text of one of their fields.</summary>
internal sealed class VariantShape(string field, params (string Value, ObjectShape Shape)[] variants) : Shape
{
    protected internal override void Check(JsonNode? node, string path, List<string> problems)
    {
        string? value =
            (node as JsonObject)?[field] is JsonValue text && text.TryGetValue(out string? found) ? found : null;
        if (variants.FirstOrDefault(variant => variant.Value == value).Shape is { } shape)
        {
            shape.Check(node, path, problems);
        }
        else
        {
            problems.Add($"{path} must match exactly one schema in oneOf");
        }
    }
}
