using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Taskcluster.Testing.Index;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>Indexes a task that has completed, where its routes say so.</summary>
/// <remarks>https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/index/src/handlers.js</remarks>
internal static class IndexRoutes
{
    private const string Prefix = "index.";

    public static void Insert(TaskRecord task, IndexBook index)
    {
        var options = (task.Definition["extra"] as JsonObject)?["index"] as JsonObject;
        var rank = options?["rank"] ?? JsonValue.Create(0.0);
        var data = options?["data"] ?? new JsonObject();
        string expires = options?["expires"]?.GetValue<string>() ?? task.Definition.Text("expires");

        // Anything else stays out of the index, and nobody is told.
        if (
            rank.GetValueKind() != JsonValueKind.Number
            || rank.GetValue<double>() is var number
                && (number != Math.Truncate(number) || Math.Abs(number) > int.MaxValue)
            || data is not JsonObject fields)
        {
            return;
        }

        foreach (string route in task.Definition.Texts("routes"))
        {
            if (
                route.StartsWith(Prefix, StringComparison.Ordinal)
                && Regex.IsMatch(
                    route[Prefix.Length..],
                    IndexService.NamespacePattern,
                    RegexOptions.ECMAScript,
                    TimeSpan.FromSeconds(1)))
            {
                index.Insert(
                    new IndexEntry(
                        route[Prefix.Length..],
                        task.Id,
                        (int)number,
                        (JsonObject)fields.DeepClone(),
                        DateTimeOffset.Parse(expires)));
            }
        }
    }
}
