using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Whether a task that exists is the one that a decision wants.</summary>
/// <remarks>
/// When it was created does not count, nor when it ends or expires; nor its priority, which may be changed afterwards.
/// Which task had made an image may have changed between two decisions of one push, so a task of an image stands for
/// any other: what the image is, its digest says.
/// </remarks>
/// <param name="images">The tasks of the decision's images.</param>
/// <param name="decision">The task that decides.</param>
public sealed class DefinitionComparison(IEnumerable<TaskId> images, TaskId decision)
{
    private const string Dependencies = "dependencies";

    private readonly HashSet<string> _images = [.. images.Select(id => id.Value)];

    /// <returns>The places where they differ, such as <c>payload.env.HASH</c>;
    /// empty when they are the same task.</returns>
    public ImmutableArray<string> Differences(JsonObject wanted, JsonObject existing)
    {
        var (left, right) = (DefinitionDefaults.Normalise(wanted), DefinitionDefaults.Normalise(existing));
        var differences = ImmutableArray.CreateBuilder<string>();
        if (!SameDependencies(left, right))
        {
            differences.Add(Dependencies);
        }

        left.Remove(Dependencies);
        right.Remove(Dependencies);
        Compare(left, right, string.Empty, differences);
        return differences.DrainToImmutable();
    }

    private bool SameDependencies(JsonObject wanted, JsonObject existing)
    {
        var left = Texts(wanted[Dependencies]);
        var right = Texts(existing[Dependencies]);
        // A task waits for the decision when it waits for nothing that is new, which may have changed too.
        var others = right.Except(left).Where(id => id != decision.Value).ToList();
        int replaceable = left.Count(id => _images.Contains(id) || id == decision.Value);
        return left.Where(id => !_images.Contains(id) && id != decision.Value).All(right.Contains)
            && others.Count <= Math.Max(replaceable, ParentsOf(wanted));
    }

    // Which the normal form has read from its text.
    private static int ParentsOf(JsonObject definition) =>
        definition["payload"] is JsonObject payload
        && payload["env"] is JsonObject environment
        && environment[ImageTaskVariables.Parents] is JsonObject parents
            ? parents.Count
            : 0;

    private static HashSet<string> Texts(JsonNode? node) =>
        [.. (node as JsonArray ?? []).Select(item => item?.ToString() ?? string.Empty)];

    private void Compare(JsonNode? wanted, JsonNode? existing, string path, ImmutableArray<string>.Builder differences)
    {
        switch (wanted, existing)
        {
            case (JsonObject left, JsonObject right):
                foreach (string key in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
                {
                    string place = path.Length == 0 ? key : $"{path}.{key}";
                    if (left.ContainsKey(key) != right.ContainsKey(key))
                    {
                        differences.Add(place);
                    }
                    else
                    {
                        Compare(left[key], right[key], place, differences);
                    }
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (int i = 0; i < left.Count; i++)
                {
                    Compare(left[i], right[i], $"{path}[{i}]", differences);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(wanted, existing) && !AreTasksOfImages(wanted, existing))
                {
                    differences.Add(path);
                }

                break;
        }
    }

    private bool AreTasksOfImages(JsonNode? wanted, JsonNode? existing) =>
        wanted is JsonValue left && left.TryGetValue(out string? id) && _images.Contains(id)
        && existing is JsonValue right && right.TryGetValue(out string? other) && TaskId.TryParse(other, out _);
}
