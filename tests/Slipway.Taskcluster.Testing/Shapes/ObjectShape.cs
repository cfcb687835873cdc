using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Shapes;

/// <summary>
/// An object whose names are known; any other name is refused, unless <paramref name="others"/> says otherwise.
/// </summary>
internal sealed class ObjectShape(
    (string Name, Shape Shape)[] required, (string Name, Shape Shape)[] optional, Shape? others) : Shape
{
    /// <summary>The same object with other names allowed too, whatever they hold.</summary>
    public ObjectShape Open() => new(required, optional, new Anything());

    protected internal override void Check(JsonNode? node, string path, List<string> problems)
    {
        if (node is not JsonObject fields)
        {
            problems.Add($"{path} must be object");
            return;
        }

        problems.AddRange(required
            .Where(one => !fields.ContainsKey(one.Name))
            .Select(one => $"{path} must have required property '{one.Name}'"));
        foreach (var (name, value) in fields)
        {
            var known = required.Concat(optional).FirstOrDefault(one => one.Name == name).Shape ?? others;
            if (known is null)
            {
                problems.Add($"{path} must NOT have additional properties ('{name}')");
            }
            else
            {
                known.Check(value, $"{path}/{name}", problems);
            }
        }
    }

    private sealed class Anything : Shape
    {
        protected internal override void Check(JsonNode? node, string path, List<string> problems)
        {
        }
    }
}
