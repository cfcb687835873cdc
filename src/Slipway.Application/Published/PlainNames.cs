using System.Text.Json;

namespace Slipway.Application.Published;

/// <summary>Sees to it that every reader of a manifest reads the same in it.</summary>
/// <remarks>
/// Engines and registries are written in Go, whose reader of JSON takes <c>Layers</c> for <c>layers</c>, and letters
/// for others that only look like them: https://pkg.go.dev/encoding/json#Unmarshal.
/// </remarks>
internal static class PlainNames
{
    private const string Annotations = "annotations";

    /// <exception cref="FormatException">A name could be taken for another one.</exception>
    public static void Require(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Require(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var member in element.EnumerateObject())
            {
                if (!System.Text.Ascii.IsValid(member.Name) || !names.Add(member.Name))
                {
                    throw new FormatException($"the name '{member.Name}' in it could be taken for another one");
                }

                // What annotations are called is their writers' affair.
                if (member.Name != Annotations)
                {
                    Require(member.Value);
                }
            }
        }
    }
}
