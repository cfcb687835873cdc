using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Documents;

/// <summary>Reads a chain of tasks that was written down as one document: <c>chain.json</c>.</summary>
/// <remarks>
/// <c>target</c>, <c>context</c> (scriptworker's settings by its names), <c>keys</c>, <c>tasks</c> and <c>web</c>;
/// a body is <c>{"text": …}</c>, <c>{"base64": …}</c> or <c>{"file": …}</c>, and <c>times</c> repeats it.
/// </remarks>
public static class ChainJson
{
    /// <summary>The name of the document in its folder.</summary>
    public const string File = "chain.json";

    /// <summary>In place of bytes that were hashed elsewhere: algorithm, and lower-case hexadecimal.</summary>
    public const string Hashes = "hashes";

    /// <summary>In place of the bytes of an artifact that is there and was not fetched: true.</summary>
    public const string NotFetched = "notFetched";

    /// <summary>
    /// Whether everything is here: false for a chain that was refused when it was collected, of which nothing more was
    /// fetched. What is null in such a document is nowhere.
    /// </summary>
    public const string Whole = "whole";

    /// <summary>
    /// Of a task in a document that is not whole: that all artifacts of it are named there, fetched or not.
    /// </summary>
    public const string Listed = "listed";

    /// <summary>When it was collected.</summary>
    public const string Collected = "collected";

    /// <summary>Of the target: the namespace that led to it.</summary>
    public const string Namespace = "namespace";

    /// <summary>Of the target: when the newest push was made to which that namespace led before.</summary>
    public const string NewestBefore = "newestBefore";

    /// <summary>Bytes of everything that bodies with <c>times</c> may grow to.</summary>
    private const long MostBytes = 1L << 30;

    /// <param name="content">The document.</param>
    /// <param name="allowlist">The lists of allowed images beside it; null for none.</param>
    /// <param name="readFile">Reads a file beside it; null when there is none.</param>
    /// <exception cref="FormatException">It has another shape; the message says where.</exception>
    public static (ChainDocuments Documents, ChainPolicy Policy) Read(
        ReadOnlySpan<byte> content,
        JsonNode? allowlist,
        Func<string, ReadOnlyMemory<byte>?> readFile)
    {
        var reading = StrictJson.Read(content);
        if (reading.Failure is { } failure)
        {
            throw new FormatException($"it is no JSON: {failure}");
        }

        bool isWhole = Flag(reading.Value, Whole) ?? true;
        var documents = new ChainDocuments(
            Target(reading.Value.At("target")),
            Map(reading.Value, "tasks").ToImmutableDictionary(
                task => task.Key,
                TaskDocument? (task) => task.Value is null ? null : Task(task.Value, reading.Ambiguities),
                StringComparer.Ordinal),
            Map(reading.Value, "tasks").ToImmutableDictionary(
                task => task.Key, task => Artifacts(task.Key, task.Value, isWhole, readFile), StringComparer.Ordinal),
            Map(reading.Value, "web").ToImmutableDictionary(
                page => page.Key,
                ArtifactBody? (page) => page.Value is null ? null : Body(page.Value, $"web.{page.Key}", readFile),
                StringComparer.Ordinal),
            IsClosed: isWhole)
        {
            Now = Time(reading.Value, Collected),
            Trees = FindingsJson.ReadTrees(reading.Value.At(FindingsJson.Trees)),
        };
        return (documents, ReferenceSettings.Read(reading.Value.At("context"), reading.Value.At("keys"), allowlist));
    }

    private static ChainTarget Target(JsonNode? target) => new(
        target.TextAt("taskId") ?? throw Wrong("target.taskId", "a text"),
        target.TextAt("taskType") ?? throw Wrong("target.taskType", "a text"),
        Flag(target, "finished") ?? throw Wrong("target.finished", "true or false"))
    {
        Place = target.At(Namespace) is not { } ns ? null
            : IndexNamespace.TryParse(ns.Text(), out var place)
                ? new IndexPlace(place, Time(target, NewestBefore))
                : throw Wrong($"target.{Namespace}", "a namespace"),
    };

    // What can be read in two ways in the document can be so in every task of it.
    private static TaskDocument Task(JsonNode? task, ImmutableArray<string> ambiguities)
    {
        var definition = task.TextAt("definitionText") is { } exact
            ? StrictJson.Read(exact)
            : new JsonReading(task.At("definition"), null, ambiguities);
        return new TaskDocument(task.TextAt("name"), definition, task.At("status"));
    }

    private static TaskArtifacts Artifacts(
        string id, JsonNode? task, bool isWhole, Func<string, ReadOnlyMemory<byte>?> readFile)
    {
        var all = task.At("artifacts").Members().ToList();
        ImmutableHashSet<string> notFetched =
            [.. all.Where(artifact => artifact.Value.At(NotFetched).IsTruthy()).Select(artifact => artifact.Key)];
        var bodies = all.Where(artifact => !notFetched.Contains(artifact.Key)).ToImmutableDictionary(
            artifact => artifact.Key,
            ArtifactBody? (artifact) => artifact.Value is null
                ? null
                : Body(artifact.Value, $"tasks.{id}.artifacts.{artifact.Key}", readFile),
            StringComparer.Ordinal);
        // Where the collecting ended early, what is not named here may be there all the same.
        return new TaskArtifacts(
            bodies,
            isWhole || Flag(task, Listed) == true
                ? [.. bodies.Where(body => body.Value is not null).Select(body => body.Key), .. notFetched]
                : null)
        {
            NotFetched = notFetched,
        };
    }

    private static ArtifactBody Body(JsonNode? body, string place, Func<string, ReadOnlyMemory<byte>?> readFile)
    {
        if (body.At(Hashes) is JsonObject hashes)
        {
            return ArtifactBody.Hashed(hashes.ToImmutableDictionary(
                hash => hash.Key, hash => hash.Value.Text() ?? throw Wrong($"{place}.{Hashes}", "an object of texts")),
                FindingsJson.ReadContents(body.At(FindingsJson.Contents)));
        }

        var part = Part(body, place, readFile);
        if (!body.Has("times"))
        {
            return ArtifactBody.Of(part);
        }

        return body.At("times").Whole() is { } times and >= 0 && times * (long)Math.Max(1, part.Length) <= MostBytes
            ? ArtifactBody.Repeated(part, (int)times)
            : throw Wrong($"{place}.times", "a number whose bytes fit");
    }

    private static ReadOnlyMemory<byte> Part(
        JsonNode? body, string place, Func<string, ReadOnlyMemory<byte>?> readFile)
    {
        if (body.TextAt("text") is { } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        if (body.TextAt("file") is { } file)
        {
            return readFile(file) ?? throw new FormatException($"{place} names the file {file}, which is not there");
        }

        string base64 = body.TextAt("base64") ?? throw Wrong(place, "a body with text, base64 or file");
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{place} is no base64", exception);
        }
    }

    private static bool? Flag(JsonNode? node, string name) =>
        node.At(name) is JsonValue value && value.TryGetValue(out bool said) ? said : null;

    private static DateTimeOffset? Time(JsonNode? node, string name) => node.At(name) is null
        ? null
        : node.TimeAt(name) ?? throw Wrong(name, "a time");

    private static JsonObject Map(JsonNode? node, string name) =>
        node.At(name) as JsonObject ?? throw Wrong(name, "an object");

    private static FormatException Wrong(string name, string what) => new($"{name} is not {what}");
}
