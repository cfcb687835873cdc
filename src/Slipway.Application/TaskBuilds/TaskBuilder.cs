using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Closing;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Archives.Packing;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Engines.Loading;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>Does the work of an image's task. When it is disposed of, the engine is as it was before.</summary>
/// <param name="settings">What the task asks for.</param>
/// <param name="ports">What it works with.</param>
/// <param name="report">Called with what happens.</param>
public sealed class TaskBuilder(
    TaskBuildSettings settings, TaskBuildPorts ports, Action<TaskBuildEvent> report) : IAsyncDisposable
{
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(20);

    private readonly LocalNames _names = new(ports.Engine, BuildId.New());
    private OwnTask? _task;

    /// <summary>Fetches and verifies everything, and builds.</summary>
    /// <returns>The image, which the engine holds until this is disposed of.</returns>
    /// <exception cref="SlipwayException">Something is gone, is not what it should be, or the build fails.</exception>
    public async Task<EngineImage> BuildAsync(CancellationToken cancellationToken)
    {
        report(
            new TaskBuildEvent.PhaseBegan(
                TaskBuildPhase.Context,
                settings.ContextFile ?? $"{settings.ContextArtifact} of task {settings.ContextTask}"));
        var context = await new ContextFetcher(ports.Artifacts, ports.WorkFolder, new Reporter(report))
            .FetchAsync(settings, cancellationToken);
        var problems = new DiagnosticBag();
        var dockerfile = ParentFinder.Read(context.Dockerfile, settings, problems);
        var parents = dockerfile is null ? [] : ParentFinder.Find(dockerfile, settings, problems);
        Warn(problems.ToSorted());
        problems.ThrowIfErrors();

        await CheckParentsAsync(parents, cancellationToken);
        var closed = await CloseAsync(dockerfile!, parents, cancellationToken);

        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Building, settings.Tag));
        var clipping = new ClippingWatch(settings.Name, problem => report(new TaskBuildEvent.Warned(problem)));
        try
        {
            var image = await ports.Engine.BuildAsync(
                Request(context, closed),
                line =>
                {
                    report(new TaskBuildEvent.LogLine(line));
                    clipping.Read(line);
                },
                cancellationToken);
            await _names.GiveAsync(image.ImageHash, cancellationToken);
            return image;
        }
        catch (SlipwayException failure)
        {
            throw closed.Explain(failure);
        }
    }

    /// <summary>Writes what was built as <c>image.tar.zst</c>.</summary>
    /// <param name="image">What <see cref="BuildAsync"/> gave.</param>
    /// <param name="destination">Gets the file, which must not be used unless this ends well.</param>
    /// <param name="plain">Gets the archive without compression too; null for nobody.</param>
    public async Task<TaskBuildResult> PackAsync(
        EngineImage image, Stream destination, Stream? plain, CancellationToken cancellationToken)
    {
        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Packing, image.ImageHash.ToOciString()));
        await using var saved = await ports.Engine.SaveAsync(image.ImageHash, cancellationToken);
        var file = await ImagePacker.PackAsync(
            saved,
            image.Layers,
            settings.Tag,
            settings.Compression,
            destination,
            plain,
            new Reporter(report),
            cancellationToken);
        return new TaskBuildResult(image.Layers, settings.Tag, file);
    }

    /// <summary>Makes the file an artifact of this run of the task, for workers that do not do it themselves.</summary>
    /// <param name="file">The path.</param>
    /// <param name="result">What was written there.</param>
    /// <exception cref="SlipwayException">This is not a task, or the services refuse.</exception>
    public Task UploadAsync(string file, TaskBuildResult result, CancellationToken cancellationToken) =>
        UploadAsync(file, ArtifactName.Image, "application/zstd", result.File.Size, cancellationToken);

    /// <inheritdoc cref="UploadAsync(string, TaskBuildResult, CancellationToken)"/>
    /// <param name="file">The path.</param>
    /// <param name="name">The artifact's name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="size">Bytes of the file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task UploadAsync(
        string file, ArtifactName name, string type, long size, CancellationToken cancellationToken)
    {
        var (task, run) = RequireRun(settings);
        report(new TaskBuildEvent.PhaseBegan(TaskBuildPhase.Uploading, $"{name} of task {task}"));
        await ports
            .Artifacts()
            .UploadAsync(
                new ArtifactUpload
                {
                    Task = task,
                    Run = run,
                    Name = name,
                    ContentType = type,
                    Expires = (
                        await FindOwnTaskAsync(task, cancellationToken)
                        ?? throw new SlipwayException(OwnTask.Unknown(task, "there is none"))).Expires,
                    Size = size,
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

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(CleaningTime);
        try
        {
            await _names.TakeBackAsync(limit.Token);
        }
        catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
        {
            // Cleaning up is no failure: nothing uses what an engine keeps that does not answer any more.
        }
    }

    private async Task CheckParentsAsync(ImmutableArray<ParentUse> parents, CancellationToken cancellationToken)
    {
        if (parents.IsEmpty)
        {
            return;
        }

        report(
            new TaskBuildEvent.PhaseBegan(
                TaskBuildPhase.Parents,
                string.Join(
                    ", ",
                    parents.Select(parent =>
                        parent.Task is { } built ? $"{parent.Name} of task {built}" : settings.ParentFile))));
        if (settings.Task is { } task && parents.Any(parent => parent.Task is not null))
        {
            // Not an error: whoever tries a task on a machine of theirs gives it an id that no Queue knows.
            var unknown = OwnTask.Unknown(task, "there is none, so no chain of trust says which parents it has") with
            {
                Severity = Severity.Warning,
            };
            var problems = await FindOwnTaskAsync(task, cancellationToken) is { } own ? own.Check(parents) : [unknown];
            Warn(problems);
            if (problems.Where(problem => problem.Severity == Severity.Error).ToImmutableArray()
                is { IsEmpty: false } errors)
            {
                throw new SlipwayException(errors);
            }
        }
    }

    private async Task<ClosedDockerfile> CloseAsync(
        ExpandedDockerfile dockerfile, ImmutableArray<ParentUse> parents, CancellationToken cancellationToken)
    {
        var fetcher = new ParentFetcher(ports, settings.ParentFile, new Reporter(report));
        var builder = await ports.Engine.DescribeBuilderAsync(cancellationToken);
        return await new BuildCloser(
            new ClosingPorts(
                ports.Engine,
                builder.Grammar,
                new EngineImages(ports.Engine, ports.Store),
                ports.Store,
                _names,
                ports.Secret,
                Builds: null),
            // Which level the task has is only what it says itself, so nothing that the engine has is trusted.
            new ClosingPolicy { IsProtected = settings.IsProtected, WarnsOfNames = false },
            problem => report(new TaskBuildEvent.Warned(problem)),
            line => report(new TaskBuildEvent.LogLine(line))).CloseAsync(
            new ClosingRequest
            {
                Image = settings.Name,
                Dockerfile = dockerfile,
                File = settings.Dockerfile,
                DockerfileName = settings.Dockerfile,
                Settings = ParentFinder.Settings(settings),
                IsParent = use => ParentOf(use) is not null,
                FetchParent = (use, token) => fetcher.FetchAsync(ParentOf(use)!, token),
                // The secret is this build's alone.
                CacheScope = string.Empty,
                Progress = new Reporter(report),
            },
            cancellationToken);

        // By name, because what a base brings (ONBUILD) may name a parent too.
        ParentUse? ParentOf(ImageReferenceUse use) => ParentFinder.Of(use, parents, settings);
    }

    private BuildRequest Request(PackedContext context, ClosedDockerfile closed)
    {
        var args = settings.Args;
        if (closed.NameOf(ParentPlaces.Placeholder) is { } parent)
        {
            // For a stage that asks for it itself; FROM is told already.
            args = args.SetItem(DockerfileSettings.ParentArgument, parent);
        }

        var labels = ImmutableSortedDictionary<string, string>.Empty.Add(ImageLabels.Image, settings.Name);
        return new BuildRequest
        {
            WriteContext = (destination, token) => context.WriteAsync(closed.Content, destination, token),
            Dockerfile = settings.Dockerfile,
            Args = args,
            Labels = settings.Digest is { } digest ? labels.Add(ImageLabels.Digest, digest.ToString()) : labels,
            Platform = settings.Platform,
            Translate = closed.Show,
            // The engine of a worker may have served any task before.
            NoCache = true,
        };
    }

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
