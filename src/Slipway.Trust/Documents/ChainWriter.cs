using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Indexing;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Documents;

/// <summary>Writes the documents of a chain as <c>chain.json</c>, which <see cref="ChainJson"/> reads.</summary>
public static class ChainWriter
{
    /// <param name="documents">What was collected.</param>
    /// <param name="policy">By what it was judged.</param>
    /// <param name="notFetched">The artifacts that are there, and were not fetched.</param>
    /// <param name="isWhole">Whether it is everything that a verdict needs.</param>
    public static JsonObject Write(
        ChainDocuments documents,
        ChainPolicy policy,
        IReadOnlySet<(string Task, string Name)> notFetched,
        bool isWhole)
    {
        var written = Write(documents, policy, isWhole);
        if (!isWhole)
        {
            written[ChainJson.Whole] = false;
        }

        foreach (var (task, name) in notFetched)
        {
            if (written["tasks"]![task] is JsonObject about)
            {
                LeaveOut(about, name);
            }
        }

        return written;
    }

    private static JsonObject Write(ChainDocuments documents, ChainPolicy policy, bool isWhole) => new()
    {
        ["version"] = 1,
        [ChainJson.Collected] = Time(documents.Now),
        ["target"] = Target(documents.Target),
        ["context"] = ReferenceSettings.Write(policy),
        ["keys"] = new JsonObject(policy.Keys.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            new KeyValuePair<string, JsonNode?>(entry.Key, new JsonArray(
                [.. entry.Value.Where(key => !key.IsRevoked).Select(key => JsonValue.Create(key.Text))])))),
        ["tasks"] = new JsonObject(documents.Tasks
            .Where(task => !isWhole || task.Value is not null)
            .OrderBy(task => task.Key, StringComparer.Ordinal)
            .Select(task => new KeyValuePair<string, JsonNode?>(
                task.Key, task.Value is null ? null : Task(task.Value, documents.Of(task.Key), isWhole)))),
        ["web"] = Bodies(documents.Web, isWhole),
        [FindingsJson.Trees] = FindingsJson.Write(documents.Trees),
    };

    /// <summary>The lists of allowed images, as <c>allowlist.json</c> has them; null when there are none.</summary>
    public static JsonObject? Allowlist(ChainPolicy policy) => policy.ImageHashes.IsEmpty
        ? null
        : new JsonObject(policy.ImageHashes.OrderBy(list => list.Key, StringComparer.Ordinal).Select(list =>
            new KeyValuePair<string, JsonNode?>(list.Key, ReferenceSettings.Texts(list.Value))));

    private static JsonObject Target(ChainTarget target)
    {
        var written = new JsonObject
        {
            ["taskId"] = target.TaskId,
            ["taskType"] = target.TaskType,
            ["finished"] = target.IsFinished,
        };
        if (target.Place is { } place)
        {
            written[ChainJson.Namespace] = place.Namespace.Value;
            written[ChainJson.NewestBefore] = Time(place.NewestBefore);
        }

        return written;
    }

    private static JsonObject Task(TaskDocument task, TaskArtifacts artifacts, bool isWhole)
    {
        var written = new JsonObject { ["name"] = task.Name ?? string.Empty };
        // What can be read in two ways is written as it came, so that it is refused again.
        if (task.Definition.IsPlain)
        {
            written["definition"] = task.Definition.Value?.DeepClone();
        }
        else
        {
            written["definitionText"] = task.Definition.Text;
        }

        written["status"] = task.Status?.DeepClone();
        written["artifacts"] = Bodies(artifacts.Bodies, isWhole);
        foreach (string name in artifacts.Names?.Except(artifacts.Bodies.Keys) ?? [])
        {
            LeaveOut(written, name);
        }

        if (!isWhole && artifacts.Names is not null)
        {
            written[ChainJson.Listed] = true;
        }

        return written;
    }

    // In a whole document what is not there is nowhere.
    private static JsonObject Bodies(ImmutableDictionary<string, ArtifactBody?> bodies, bool isWhole) => new(bodies
        .Where(body => !isWhole || body.Value is not null)
        .OrderBy(body => body.Key, StringComparer.Ordinal)
        .Select(body => new KeyValuePair<string, JsonNode?>(
            body.Key, body.Value is { } content ? Body(content) : null)));

    private static JsonValue? Time(DateTimeOffset? time) =>
        time is { } known ? JsonValue.Create(IndexData.Moment(known)) : null;

    // It is there, and was not fetched.
    private static void LeaveOut(JsonObject task, string name) =>
        task["artifacts"]![name] = new JsonObject { [ChainJson.NotFetched] = true };

    private static JsonObject Body(ArtifactBody body)
    {
        if (body.Content is not { } content)
        {
            var hashed = new JsonObject
            {
                [ChainJson.Hashes] = new JsonObject(body.KnownHashes.Select(hash =>
                    new KeyValuePair<string, JsonNode?>(hash.Key, hash.Value))),
            };
            if (body.Contents is { } contents)
            {
                hashed[FindingsJson.Contents] = FindingsJson.Write(contents);
            }

            return hashed;
        }

        string text = Encoding.UTF8.GetString(content.Span);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(content.Span)
            ? new JsonObject { ["text"] = text }
            : new JsonObject { ["base64"] = Convert.ToBase64String(content.Span) };
    }
}
