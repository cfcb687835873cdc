using System.Collections.Immutable;
using Slipway.Core.Diagnostics;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Engines;
using Slipway.Core.Tasks;
using Slipway.Core.Values;
using Slipway.Execution.TaskBuilds.Contexts;

namespace Slipway.Execution.TaskBuilds;

/// <summary>Does the work of an image's task. When it is disposed of, the engine is as it was before.</summary>
/// <param name="settings">What the task asks for.</param>
/// <param name="ports">What it works with.</param>
/// <param name="report">Called with what happens.</param>
public sealed class TaskBuilder(
    TaskBuildSettings settings, TaskBuildPorts ports, Action<TaskBuildEvent> report) : IAsyncDisposable
{
    private readonly EngineParents _parents = new(ports, new Reporter(report));
    private OwnTask? _task;

    /// <summary>Fetches and verifies everything, and builds.</summary>
    /// <returns>The image, which the engine holds until this is disposed of.</returns>
    /// <exception cref="SlipwayException">Something is gone, is not what it should be, or the build fails.</exception>
    public async Task<EngineImage> BuildAsync(CancellationToken cancellationToken)
    {
        report(new TaskBuildEvent.PhaseBegan(
            TaskBuildPhase.Context, settings.ContextFile ?? $"{settings.ContextArtifact} of task {settings.ContextTask}"));
        var context = await new ContextFetcher(ports.Artifacts, ports.WorkFolder, new Reporter(report))
            .FetchAsync(settings, cancellationToken);
        var problems = new DiagnosticBag();
        var dockerfile = ParentFinder.Read(context.Dockerfile, settings, problems);
        var parents = dockerfile is null ? [] : ParentFinder.Find(dockerfile, settings, problems);
        Warn(problems.ToSorted());
        problems.ThrowIfErrors();

        var references = await ProvideParentsAsync(parents, cancellationToken);
        await CheckBasesAsync(dockerfile!, references, cancellationToken);

        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Building, settings.Tag));
        var image = await ports.Engine.BuildAsync(
            Request(context, dockerfile!, references, parents), line => report(new TaskBuildEvent.LogLine(line)), cancellationToken);
        await _parents.NameAsync(image.ImageHash, cancellationToken);
        return image;
    }

    /// <summary>Writes what was built as <c>image.tar.zst</c>.</summary>
    /// <param name="image">What <see cref="BuildAsync"/> gave.</param>
    /// <param name="destination">Gets the file, which must not be used unless this ends well.</param>
    /// <param name="plain">Gets the archive without compression too; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TaskBuildResult> PackAsync(
        EngineImage image, Stream destination, Stream? plain, CancellationToken cancellationToken)
    {
        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Packing, image.ImageHash.ToOciString()));
        await using var saved = await ports.Engine.SaveAsync(image.ImageHash, cancellationToken);
        var file = await ports.Packer.PackAsync(
            saved, image.Layers, settings.Tag, settings.Compression, destination, plain, new Reporter(report), cancellationToken);
        return new TaskBuildResult(image.Layers, settings.Tag, file);
    }

    /// <summary>Makes the file an artifact of this run of the task, for workers that do not do it themselves.</summary>
    /// <param name="file">The path.</param>
    /// <param name="result">What was written there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SlipwayException">This is not a task, or the services refuse.</exception>
    public async Task UploadAsync(string file, TaskBuildResult result, CancellationToken cancellationToken)
    {
        var (task, run) = RequireRun(settings);
        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Uploading, $"{ArtifactName.Image} of task {task}"));
        await ports.Artifacts().UploadAsync(
            new ArtifactUpload
            {
                Task = task,
                Run = run,
                Name = ArtifactName.Image,
                ContentType = "application/zstd",
                Expires = (await FindOwnTaskAsync(task, cancellationToken) ?? throw new SlipwayException(OwnTask.Unknown(task, "there is none")))
                    .Expires,
                Size = result.File.Size,
            },
            offset =>
            {
                var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
                stream.Position = offset;
                return stream;
            },
            new Reporter(report),
            cancellationToken);
    }

    /// <summary>Which run of which task this is.</summary>
    /// <exception cref="SlipwayException">The environment does not say it.</exception>
    public static (TaskId Task, int Run) RequireRun(TaskBuildSettings settings) =>
        (settings.Task, settings.Run) is ({ } task, { } run)
            ? (task, run)
            : throw new SlipwayException(new Diagnostic(
                TaskBuildCodes.VariableMissing,
                $"{TaskVariables.Task} or {TaskVariables.Run} is not set, which say whose artifact the image is to be",
                "Leave --upload out: outside a task there is nothing to upload to."));

    public ValueTask DisposeAsync() => _parents.DisposeAsync();

    private async Task<IReadOnlyDictionary<ImageReferenceUse, string>> ProvideParentsAsync(
        ImmutableArray<ParentUse> parents, CancellationToken cancellationToken)
    {
        if (parents.IsEmpty)
        {
            return ImmutableDictionary<ImageReferenceUse, string>.Empty;
        }

        report(new TaskBuildEvent.PhaseBegan(
            TaskBuildPhase.Parents,
            string.Join(", ", parents.Select(parent => parent.Task is { } built ? $"{parent.Name} of task {built}" : settings.ParentFile))));
        if (settings.Task is { } task && parents.Any(parent => parent.Task is not null))
        {
            var problems = await FindOwnTaskAsync(task, cancellationToken) is { } own
                ? own.Check(parents)
                // Not an error: whoever tries a task on a machine of theirs gives it an id that no Queue knows.
                : [OwnTask.Unknown(task, "there is none, so no chain of trust says which parents it has") with { Severity = Severity.Warning }];
            Warn(problems);
            if (problems.Where(problem => problem.Severity == Severity.Error).ToImmutableArray() is { IsEmpty: false } errors)
            {
                throw new SlipwayException(errors);
            }
        }

        return await _parents.ProvideAsync(parents, settings.ParentFile, cancellationToken);
    }

    private async Task CheckBasesAsync(
        ExpandedDockerfile dockerfile,
        IReadOnlyDictionary<ImageReferenceUse, string> provided,
        CancellationToken cancellationToken)
    {
        // Which level the task has is not known here, so it is taken for one that trusts nobody.
        var problems = await new LocalBases(ports.Engine).FindAsync(
            settings.Name, dockerfile.References.Where(use => !provided.ContainsKey(use)), cancellationToken);
        if (!problems.IsEmpty)
        {
            throw new SlipwayException(problems);
        }
    }

    private BuildRequest Request(
        PackedContext context,
        ExpandedDockerfile dockerfile,
        IReadOnlyDictionary<ImageReferenceUse, string> references,
        ImmutableArray<ParentUse> parents)
    {
        var content = CacheMounts.Isolate(dockerfile.WithReferences(references), CacheScope());
        var args = settings.Args;
        if (parents.FirstOrDefault(parent => parent.Name == ParentFinder.Parent) is { } parent)
        {
            // For a stage that asks for it itself; FROM is told already.
            args = args.SetItem(DockerfileSettings.ParentArgument, references[parent.Places[0]]);
        }

        var labels = ImmutableSortedDictionary<string, string>.Empty.Add(ImageLabels.Image, settings.Name);
        return new BuildRequest
        {
            WriteContext = (destination, token) => context.WriteAsync(content, destination, token),
            Args = args,
            Labels = settings.Digest is { } digest ? labels.Add(ImageLabels.Digest, digest.ToString()) : labels,
            Platform = settings.Platform,
            // The engine of a worker may have served any task before.
            NoCache = true,
        };
    }

    /// <summary>
    /// Caches of builds that do not trust each other are kept apart, where a machine builds for several. taskgraph's tasks do not
    /// say their level, so theirs are kept to the branch.
    /// </summary>
    private string CacheScope() => settings.Scope
        ?? (settings.Project is { } project
            ? $"project-{Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(project)).Short}"
            : "task");

    private async Task<OwnTask?> FindOwnTaskAsync(TaskId task, CancellationToken cancellationToken) =>
        _task ??= await ports.Queue().FindDefinitionAsync(task, cancellationToken) is { } definition
            ? new OwnTask(task, definition)
            : null;

    private void Warn(IEnumerable<Diagnostic> problems)
    {
        foreach (var problem in problems.Where(problem => problem.Severity == Severity.Warning))
        {
            report(new TaskBuildEvent.Warned(problem));
        }
    }

    /// <summary>Turns counts of bytes into events, on the thread that reports them.</summary>
    private sealed class Reporter(Action<TaskBuildEvent> report) : IProgress<long>
    {
        public void Report(long value) => report(new TaskBuildEvent.Transferred(value));
    }
}
