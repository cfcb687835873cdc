using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Reads the <c>image-tasks.json</c> of a decision.</summary>
public static class ImageTasksReader
{
    private const string Remedy = "Give the image-tasks.json that `slipway decision` wrote.";

    /// <param name="content">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <returns>The task of each image.</returns>
    /// <exception cref="SlipwayException">It is no such file.</exception>
    public static IReadOnlyDictionary<ImageName, TaskId> Read(ReadOnlyMemory<byte> content, string file)
    {
        if (Parse(content, file) is not JsonObject images)
        {
            throw Invalid($"{file} holds no tasks of images", file);
        }

        var tasks = new Dictionary<ImageName, TaskId>();
        foreach (var (name, value) in images)
        {
            if (!ImageName.TryParse(name, out var image))
            {
                throw Invalid($"'{Display.Text(name)}' in {file} is not the name of an image", file);
            }

            string? text =
                value is JsonObject entry && entry["taskId"] is JsonValue id && id.TryGetValue(out string? written)
                    ? written
                    : null;
            tasks[image] = TaskId.TryParse(text, out var task)
                ? task
                : throw Invalid($"{file} gives {name} no task id", file);
        }

        return tasks;
    }

    private static JsonNode? Parse(ReadOnlyMemory<byte> content, string file)
    {
        try
        {
            // The names are looked at here already: a name that is there twice is an error of its own.
            return JsonNode.Parse(
                content.Span, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException problem)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskCodes.ImageTasksInvalid,
                    $"{file} is not valid JSON",
                    Remedy,
                    new SourceLocation(file, (int)(problem.LineNumber ?? 0) + 1)),
                problem);
        }
    }

    private static SlipwayException Invalid(string message, string file) =>
        new(new Diagnostic(TaskCodes.ImageTasksInvalid, message, Remedy, new SourceLocation(file)));
}
