using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Application.Files;
using Slipway.Core.Digests;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Decisions;

/// <summary>
/// Writes what a decision leaves for its tasks and for people: contexts, <c>image-tasks.json</c>,
/// <c>task-graph.json</c>.
/// </summary>
/// <param name="tree">The tree that the inputs were computed from.</param>
/// <param name="artifacts">The folder that becomes <c>public/</c>.</param>
/// <param name="contexts">The folder that becomes <c>public/docker-contexts/</c>.</param>
public sealed class DecisionFiles(ISourceTree tree, string artifacts, string contexts)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the context of each digest that is built; each file is there whole or not at all.</summary>
    /// <exception cref="SlipwayException">A file cannot be written, or one of the tree changed.</exception>
    public async Task<ImmutableArray<DecisionFile>> WriteContextsAsync(
        DecisionPlan plan,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        IProgress<ImageName>? progress,
        CancellationToken cancellationToken)
    {
        var archive = new ContextArchive(tree);
        var files = ImmutableArray.CreateBuilder<DecisionFile>();
        foreach (var image in plan.Tasks
            .Where(task => task.Kind == DecisionPlanner.Kind)
            .Select(task => task.Images[0]))
        {
            string path = Path.Join(contexts, $"{image}.tar.gz");
            await WriteAsync(
                path, (stream, token) => archive.WriteGzipAsync(inputs[image], stream, token), cancellationToken);
            files.Add(new DecisionFile(path, ArtifactName.ContextOf(image), "application/gzip"));
            progress?.Report(image);
        }

        return files.DrainToImmutable();
    }

    /// <summary>Writes which task has each image, and the tasks.</summary>
    /// <exception cref="SlipwayException">A file cannot be written.</exception>
    public async Task<ImmutableArray<DecisionFile>> WriteResultsAsync(
        DecisionPlan plan, CancellationToken cancellationToken) =>
        [
            await WriteJsonAsync(TaskGraphJson.ImageTasksFile, TaskGraphJson.ImageTasks(plan), cancellationToken),
            await WriteJsonAsync(
                TaskGraphJson.TaskGraphFile,
                await AmongOthersAsync(TaskGraphJson.TaskGraph(plan), cancellationToken),
                cancellationToken),
        ];

    /// <summary>
    /// Writes what verifiers of chains of tasks ask of every decision, where no other program has written it: that
    /// there are no actions, and the parameters.
    /// </summary>
    /// <exception cref="SlipwayException">A file cannot be written.</exception>
    public async Task WriteForVerifiersAsync(PushParameters parameters, CancellationToken cancellationToken)
    {
        foreach (var (name, content) in (IEnumerable<(string, JsonObject)>)
            [
                (TaskGraphJson.ActionsFile, TaskGraphJson.NoActions()),
                (TaskGraphJson.ParametersFile, TaskGraphJson.Parameters(parameters)),
            ])
        {
            if (!File.Exists(Path.Join(artifacts, name)))
            {
                await WriteJsonAsync(name, content, cancellationToken);
            }
        }
    }

    // Beside taskgraph's decision there is its graph: a task of it that were not there any more would have no plan.
    private async Task<JsonObject> AmongOthersAsync(JsonObject own, CancellationToken cancellationToken)
    {
        string path = Path.Join(artifacts, TaskGraphJson.TaskGraphFile);
        try
        {
            if (!File.Exists(path)
                || JsonNode.Parse(await File.ReadAllBytesAsync(path, cancellationToken)) is not JsonObject all)
            {
                return own;
            }

            foreach (var (id, task) in own)
            {
                all[id] = task?.DeepClone();
            }

            return all;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return own;
        }
    }

    private async Task<DecisionFile> WriteJsonAsync(
        string name, JsonObject content, CancellationToken cancellationToken)
    {
        string path = Path.Join(artifacts, name);
        byte[] bytes = [.. Utf8(content), (byte)'\n'];
        await WriteAsync(path, async (stream, token) => await stream.WriteAsync(bytes, token), cancellationToken);
        return new DecisionFile(path, ArtifactName.Parse($"public/{name}"), "application/json");
    }

    private static byte[] Utf8(JsonObject content) =>
        System.Text.Encoding.UTF8.GetBytes(content.ToJsonString(Indented));

    private static async Task WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await PlacedFile.WriteAsync(path, write, replaces: true, mode: null, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskCodes.CannotWrite,
                    $"{path} cannot be written: {problem.Message}",
                    "Check that its folder may be written to and has room; --artifacts and --contexts name others."),
                problem);
        }
    }
}

/// <summary>A file that is, or becomes, an artifact of the decision's task.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name as an artifact.</param>
/// <param name="ContentType">What it holds.</param>
public sealed record DecisionFile(string Path, ArtifactName Name, string ContentType);
