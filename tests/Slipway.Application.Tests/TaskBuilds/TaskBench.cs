using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.TaskBuilds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>Tasks in memory and everything that a task's build works with.</summary>
internal sealed class TaskBench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-task-");
    private int _runs;

    public static TaskId Decision { get; } = MemoryTasks.Id(100);

    /// <summary>The task that builds.</summary>
    public static TaskId Own { get; } = MemoryTasks.Id(101);

    public MemoryTasks Tasks { get; } = new();

    public ConcurrentQueue<TaskBuildEvent> Events { get; } = new();

    public string Folder => _folder.FullName;

    public IEnumerable<Diagnostic> Warnings =>
        Events.OfType<TaskBuildEvent.Warned>().Select(warned => warned.Diagnostic);

    /// <summary>Puts a context where a decision task would, and asks for it.</summary>
    public TaskBuildSettings Ask(string name, byte[] context)
    {
        var artifact = ArtifactName.Parse($"public/docker-contexts/{name}.tar.gz");
        Tasks.Put(Decision, artifact, Tars.Gzip(context));
        return new TaskBuildSettings
        {
            ContextTask = Decision,
            ContextArtifact = artifact,
            ContextHash = Sha256Digest.Of(context),
            Name = name,
            Tag = $"{name}:latest",
            Compression = 3,
            Platform = "linux/amd64",
        };
    }

    /// <summary>Builds and gives the file.</summary>
    public async Task<(TaskBuildResult Result, byte[] File)> RunAsync(
        TaskBuildSettings settings,
        IImageEngine engine,
        bool upload = false,
        CancellationToken? cancellationToken = null)
    {
        var token = cancellationToken ?? TestContext.Current.CancellationToken;
        string work = _folder.CreateSubdirectory($"run-{Interlocked.Increment(ref _runs)}").FullName;
        using var store = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(work, "store") });
        await using var builder = new TaskBuilder(
            settings,
            new TaskBuildPorts
            {
                Engine = engine,
                Store = store.Images,
                Secret = store.Secret,
                Artifacts = () => Tasks,
                Queue = () => Tasks,
                Images = () => new TaskImages(
                    Tasks,
                    Tasks,
                    store.Images,
                    TimeProvider.System,
                    problem => Events.Enqueue(new TaskBuildEvent.Warned(problem)), NoGuard.Instance),
                WorkFolder = work,
            },
            Events.Enqueue);
        var image = await builder.BuildAsync(token);
        string path = Path.Join(work, "image.tar.zst");
        TaskBuildResult result;
        await using (var file = File.Create(path))
        {
            result = await builder.PackAsync(image, file, null, token);
        }

        if (upload)
        {
            await builder.UploadAsync(path, result, token);
        }

        return (result, await File.ReadAllBytesAsync(path, token));
    }

    /// <summary>Puts an image where its task left it, written down by its worker.</summary>
    public TaskId Publish(byte number, byte[] file, bool isSigned = true)
    {
        var task = MemoryTasks.Id(number);
        Tasks.Put(task, ArtifactName.Image, file);
        if (isSigned)
        {
            Tasks.Sign(task, ArtifactName.Image, Sha256Digest.Of(file));
        }

        return task;
    }

    /// <summary>The image in a file, as another store takes it in.</summary>
    public async Task<StoredImage> TakeAsync(byte[] file)
    {
        using var store = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(Folder, Path.GetRandomFileName()) });
        return (
            await store.Images.PutForeignAsync(
                BuildId.New(), new MemoryStream(file), null, null, TestContext.Current.CancellationToken)).Image;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
