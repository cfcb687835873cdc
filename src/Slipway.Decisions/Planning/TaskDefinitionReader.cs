using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>
/// Reads the definition of a task from YAML or JSON, and checks what the Queue would refuse without a place.
/// </summary>
/// <remarks>
/// The keys: https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/create-task-request.yml
/// </remarks>
internal sealed class TaskDefinitionReader
{
    private const int MaximumSize = 16 * 1024 * 1024;

    // taskgraph's way to write a moment (taskgraph/util/parameterization.py).
    private const string RelativeDate = "relative-datestamp";

    private static readonly string[] Texts =
    [
        "provisionerId", "workerType", "taskQueueId", "schedulerId", "projectId", "taskGroupId", "requires", "priority",
        "retries",
    ];

    private static readonly string[] Moments = ["created", "deadline", "expires"];

    private static readonly string[] Lists = ["dependencies", "routes", "scopes"];

    private static readonly string[] Maps = ["payload", "metadata", "tags", "extra"];

    private readonly DateTimeOffset _now;
    private readonly DiagnosticBag _problems;
    private bool _isSound = true;

    private TaskDefinitionReader(DateTimeOffset now, DiagnosticBag problems)
    {
        _now = now;
        _problems = problems;
    }

    /// <returns>Null after a report.</returns>
    public static JsonObject? Read(
        ReadOnlyMemory<byte> content, string file, DateTimeOffset now, DiagnosticBag problems)
    {
        if (YamlText.Decode(content.Span, file, MaximumSize, problems) is not { } text
            || !YamlTreeReader.TryRead(text, file, problems, out var root))
        {
            return null;
        }

        var reader = new TaskDefinitionReader(now, problems);
        if (root is not YamlMap map)
        {
            reader.Refuse($"{file} holds {root?.Description ?? "nothing"}", new SourceLocation(file, 1, 1));
            return null;
        }

        reader.Check(map);
        if (!reader._isSound)
        {
            return null;
        }

        try
        {
            return (JsonObject?)reader.WithDates(YamlJson.Convert(map), map.Location);
        }
        catch (SlipwayException problem)
        {
            problems.AddRange(problem.Diagnostics);
            return null;
        }
    }

    private void Check(YamlMap map)
    {
        foreach (var (key, value) in map.Entries)
        {
            bool fits = key.Text switch
            {
                var name when Texts.Contains(name) => value is YamlScalar { IsNull: false },
                var name when Moments.Contains(name) => value is YamlScalar { IsNull: false } or YamlMap,
                var name when Lists.Contains(name) => value is YamlList list
                    && list.Items.All(item => item is YamlScalar { IsNull: false }),
                var name when Maps.Contains(name) => value is YamlMap,
                _ => Unknown(key),
            };
            if (!fits)
            {
                Refuse($"'{key.Text}' of a task cannot be {value.Description}", value.Location);
            }
        }

        foreach (var id in (map.Find("dependencies") as YamlList)?.Items.OfType<YamlScalar>() ?? [])
        {
            if (!TaskId.TryParse(id.Text, out _))
            {
                Refuse($"A task cannot depend on {id.Description}, which is no task's id", id.Location);
            }
        }

        if (map.Find("payload") is null)
        {
            Refuse("The task has no 'payload'", map.Location);
        }

        if (map.Find("taskQueueId") is null && (map.Find("provisionerId") is null || map.Find("workerType") is null))
        {
            Refuse(
                "The task names no workers: it needs 'provisionerId' and 'workerType', or 'taskQueueId'", map.Location);
        }
    }

    private bool Unknown(YamlScalar key)
    {
        string? nearest = Suggestion.For(key.Text, Texts.Concat(Moments).Concat(Lists).Concat(Maps));
        Refuse(
            $"A task has no key '{Display.Text(key.Text)}'",
            key.Location,
            nearest is null ? null : $"Did you mean '{nearest}'?");
        return true;
    }

    /// <summary>Puts moments in the places of <c>{relative-datestamp: 1 day}</c>.</summary>
    private JsonNode? WithDates(JsonNode? node, SourceLocation place)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } map when map[RelativeDate] is JsonValue value:
                if (ParseOffset(value.ToString()) is { } offset)
                {
                    return IndexData.Moment(_now + offset);
                }

                throw new SlipwayException(Problem(
                    $"'{Display.Text(value.ToString())}' is no duration for "
                    + $"'{RelativeDate}'", place, $"Write {TaskDuration.Grammar}."));
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonObject or JsonArray)
                    {
                        map[key] = null;
                        map[key] = WithDates(value, place);
                    }
                }

                return map;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonObject or JsonArray)
                    {
                        var value = list[i];
                        list[i] = null;
                        list[i] = WithDates(value, place);
                    }
                }

                return list;
            default:
                return node;
        }
    }

    // taskgraph writes "0 seconds" for now.
    private static TimeSpan? ParseOffset(string text) =>
        text.TrimStart().StartsWith("0 ", StringComparison.Ordinal) ? TimeSpan.Zero
        : TaskDuration.TryParse(text, out var offset) ? offset
        : null;

    private void Refuse(string message, SourceLocation place, string? remedy = null)
    {
        _isSound = false;
        _problems.Add(Problem(
            message,
            place,
            remedy
                ?? "Write one task as the Queue's createTask takes it; "
                    + "slipway adds what is missing of times, group and metadata."));
    }

    private static Diagnostic Problem(string message, SourceLocation place, string remedy) =>
        new(TaskCodes.DefinitionInvalid, message, remedy, place);
}
