using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Documents;

/// <summary>Writes the documents of a chain as <c>chain.json</c>, which <see cref="ChainJson"/> reads.</summary>
public static class ChainWriter
{
    public static JsonObject Write(ChainDocuments documents, ChainPolicy policy) => new()
    {
        ["version"] = 1,
        ["target"] = new JsonObject
        {
            ["taskId"] = documents.Target.TaskId,
            ["taskType"] = documents.Target.TaskType,
            ["finished"] = documents.Target.IsFinished,
        },
        ["context"] = ReferenceSettings.Write(policy),
        ["keys"] = new JsonObject(policy.Keys.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            new KeyValuePair<string, JsonNode?>(entry.Key, new JsonArray(
                [.. entry.Value.Where(key => !key.IsRevoked).Select(key => JsonValue.Create(key.Text))])))),
        ["tasks"] = new JsonObject(documents.Tasks
            .Where(task => task.Value is not null)
            .OrderBy(task => task.Key, StringComparer.Ordinal)
            .Select(task => new KeyValuePair<string, JsonNode?>(
                task.Key, Task(task.Value!, documents.Of(task.Key))))),
        ["web"] = Bodies(documents.Web),
        [FindingsJson.Trees] = FindingsJson.Write(documents.Trees),
    };

    /// <summary>The lists of allowed images, as <c>allowlist.json</c> has them; null when there are none.</summary>
    public static JsonObject? Allowlist(ChainPolicy policy) => policy.ImageHashes.IsEmpty
        ? null
        : new JsonObject(policy.ImageHashes.OrderBy(list => list.Key, StringComparer.Ordinal).Select(list =>
            new KeyValuePair<string, JsonNode?>(list.Key, ReferenceSettings.Texts(list.Value))));

    private static JsonObject Task(TaskDocument task, TaskArtifacts artifacts)
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
        written["artifacts"] = Bodies(artifacts.Bodies);
        return written;
    }

    private static JsonObject Bodies(ImmutableDictionary<string, ArtifactBody?> bodies) => new(bodies
        .Where(body => body.Value is not null)
        .OrderBy(body => body.Key, StringComparer.Ordinal)
        .Select(body => new KeyValuePair<string, JsonNode?>(body.Key, Body(body.Value!))));

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
