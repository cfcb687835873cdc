using Slipway.Files.Locks;
using Slipway.Model.Builds;
using Slipway.Model.Values;
using Slipway.Store.Files;
using Slipway.Store.Settings;

namespace Slipway.Store.Builds;

/// <summary>One lock file a run, held as long as the process lives and removed when the run signs out.</summary>
internal sealed class EmbeddedBuildRuns(StoreFolder folder) : IBuildRuns
{
    public async Task<IBuildRun> BeginAsync(BuildId run, string engine, CancellationToken cancellationToken)
    {
        string path = folder.Paths.RunLock(run.Value, engine);
        return new HeldRun(run, path, await folder.LockAsync(path, FileLockMode.Exclusive, null, cancellationToken));
    }

    public async Task ForgetGoneAsync(string engine, Func<IReadOnlyCollection<BuildId>, Task> clean)
    {
        var gone = folder.Guard(folder.Paths.Locks, () => FindGone(engine));
        try
        {
            if (gone.Count > 0)
            {
                await clean([.. gone.Select(run => run.Id)]);
                gone.ForEach(run => run.SignOut());
            }
        }
        finally
        {
            gone.ForEach(run => run.Dispose());
        }
    }

    /// <summary>Those whose lock nobody holds; they are held then.</summary>
    private List<HeldRun> FindGone(string engine)
    {
        var gone = new List<HeldRun>();
        string pattern = Path.GetFileName(folder.Paths.RunLock("*", engine));
        foreach (
            string path in Directory.Exists(folder.Paths.Locks) ? Directory.GetFiles(folder.Paths.Locks, pattern) : [])
        {
            if (BuildId.TryParse(StorePaths.RunOf(path), out var run)
                && FileLock.TryAcquire(path, FileLockMode.Exclusive) is { } held)
            {
                gone.Add(new HeldRun(run, path, held));
            }
        }

        return gone;
    }

    private sealed class HeldRun(BuildId id, string path, FileLock held) : IBuildRun
    {
        public BuildId Id => id;

        public void SignOut()
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // A run too many that counts as gone: the next one finds that it left nothing.
            }
        }

        public void Dispose() => held.Dispose();
    }
}
