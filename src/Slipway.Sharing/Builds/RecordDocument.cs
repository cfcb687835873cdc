using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Sharing.Builds;

/// <summary>The record of a build as JSON.</summary>
internal static class RecordDocument
{
    private const string Schema = "slipway.build/v1";
    private const string RequestPrefix = "pr.";

    public static byte[] Write(BuildRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
                   buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("id", record.Id.Value);
            json.WriteString("image", record.Image.Value);
            json.WriteString("digest", record.Digest.ToString());
            json.WriteString("inputs", record.InputsManifest.ToString());
            json.WriteNumber("level", record.Level.Value);
            Text(json, "pullRequest", record.PullRequest);
            Text(json, "project", record.Project);
            Text(json, "revision", record.Revision);
            json.WriteString("pushDate", IndexData.Moment(record.PushDate));
            json.WriteString("started", IndexData.Moment(record.Started));
            json.WriteString("finished", IndexData.Moment(record.Finished));
            Text(json, "reason", record.Reason?.ToString());
            json.WriteString("result", record.Result.ToString());
            Text(json, "imageHash", record.ImageHash?.ToString());
            if (record.Size is { } size)
            {
                json.WriteNumber("size", size);
            }

            json.WriteString("engine", record.Engine);
            Images(json, "externals", record.Externals);
            Images(json, "parents", record.Parents);
            Source(json, record.Source);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record; null when it is none, or of a version that came later.</summary>
    /// <param name="scope">Whose repository it lies in, which is the truth about where it was built.</param>
    public static BuildRecord? Read(ReadOnlyMemory<byte> content, IndexScope scope)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            if (Text(root, "schema") != Schema)
            {
                return null;
            }

            return new BuildRecord
            {
                Id = BuildId.Parse(Text(root, "id") ?? string.Empty),
                Image = ImageName.Parse(Text(root, "image") ?? string.Empty),
                Digest = InputsDigest.Parse(Text(root, "digest")),
                InputsManifest = Sha256Digest.Parse(Text(root, "inputs")),
                Level = scope.Level ?? Level.Lowest,
                PullRequest = RequestOf(scope, Text(root, "pullRequest")),
                Project = Text(root, "project"),
                Revision = Text(root, "revision"),
                PushDate = root.GetProperty("pushDate").GetDateTimeOffset(),
                Started = root.GetProperty("started").GetDateTimeOffset(),
                Finished = root.GetProperty("finished").GetDateTimeOffset(),
                Reason = Enum.TryParse<BuildReason>(Text(root, "reason"), out var reason) ? reason : null,
                Result = Enum.Parse<BuildResult>(Text(root, "result") ?? string.Empty),
                ImageHash = Text(root, "imageHash") is { } hash ? ImageHash.Parse(hash) : null,
                Size = root.TryGetProperty("size", out var size) ? size.GetInt64() : null,
                Engine = Text(root, "engine") ?? string.Empty,
                Externals = Images(root, "externals") ?? BuildRecord.NoExternals,
                Parents = Images(root, "parents"),
                Source = Source(root),
            };
        }
        catch (Exception exception)
            when (exception is JsonException
                or InvalidOperationException
                or KeyNotFoundException
                or FormatException
                or ArgumentException)
        {
            return null;
        }
    }

    // Where requests share a scope its path does not tell which one it was.
    private static string? RequestOf(IndexScope scope, string? said) =>
        scope.Level is not null ? null
        : scope.Text.StartsWith(RequestPrefix, StringComparison.Ordinal) ? scope.Text[RequestPrefix.Length..]
        : said ?? scope.Text;

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Images(
        Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, ImageHash>? images)
    {
        if (images is null)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (reference, image) in images)
        {
            json.WriteString(reference, image.ToString());
        }

        json.WriteEndObject();
    }

    private static ImmutableSortedDictionary<string, ImageHash>? Images(JsonElement root, string name) =>
        root.TryGetProperty(name, out var images)
            ? images.EnumerateObject().ToImmutableSortedDictionary(
                pair => pair.Name, pair => ImageHash.Parse(pair.Value.GetString()), StringComparer.Ordinal)
            : null;

    private static void Source(Utf8JsonWriter json, BuildSource? source)
    {
        if (source is null)
        {
            return;
        }

        json.WriteStartObject("source");
        Text(json, "repository", source.Repository);
        Text(json, "commit", source.Commit);
        json.WriteBoolean("changed", source.IsChanged);
        json.WriteEndObject();
    }

    private static BuildSource? Source(JsonElement root) => root.TryGetProperty("source", out var source)
        ? new BuildSource(
            Text(source, "repository"), Text(source, "commit"), source.GetProperty("changed").GetBoolean())
        : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
