using Slipway.Application.Backends;
using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds the builds that are the last ones of an image.</summary>
public sealed class BaselineFinder(Backend backend, IndexNaming naming)
{
    private const int RecordLimit = 100;

    /// <summary>
    /// The newest build that a push may use: its pull request's own, else the one of the newest push.
    /// </summary>
    public async Task<Baseline?> LatestAsync(
        ImageName image, PushContext push, CancellationToken cancellationToken)
    {
        if (push.PullRequest is not null && await OwnAsync(image, push, cancellationToken) is { } own)
        {
            return own;
        }

        return await LatestAsync(
            image, naming.ReadableScopes(push).Where(scope => scope.Level is not null), cancellationToken);
    }

    /// <summary>The build of the newest push that any of some levels has indexed.</summary>
    public async Task<Baseline?> LatestAsync(
        ImageName image, IEnumerable<IndexScope> levels, CancellationToken cancellationToken)
    {
        var scopes = levels.ToDictionary(scope => naming.Latest(image, scope));
        var entries = await backend.Index.FindAllAsync([.. scopes.Keys], cancellationToken);
        var known = await WithFactsAsync(entries.Values, cancellationToken);
        // An untrue entry was told about when the plan asked.
        return known
            .Where(entry => entry.Digest is not null
                && new IndexQuestion(entry.Namespace, scopes[entry.Namespace], null).Accepts(entry))
            .MaxBy(entry => entry.PushedAt) is { } newest
            ? new Baseline(
                newest.Digest!.Value,
                scopes[newest.Namespace],
                newest.BuiltAt,
                await backend.Builds.FindAsync(newest.Build, cancellationToken))
            {
                Task = TaskId.Of(newest.Build),
            }
            : null;
    }

    /// <summary>Entries with what their builds say where they say nothing themselves, as taskgraph's do.</summary>
    private async Task<IEnumerable<IndexEntry>> WithFactsAsync(
        IEnumerable<IndexEntry> entries, CancellationToken cancellationToken)
    {
        var all = entries.ToList();
        var silent = all.Where(entry => entry is { Facts: null, Digest: null }).Select(entry => entry.Image).ToList();
        if (silent.Count == 0)
        {
            return all;
        }

        var facts = await backend.Source.FindManyFactsAsync(silent, cancellationToken);
        return all.Select(entry => entry is { Facts: null, Digest: null }
            && facts.TryGetValue(entry.Image, out var own) ? entry.With(own) : entry);
    }

    /// <summary>The newest build of an image in whatever scope.</summary>
    public async Task<Baseline?> AnywhereAsync(ImageName image, CancellationToken cancellationToken) =>
        Of((await SucceededAsync(image, cancellationToken)).FirstOrDefault());

    // A pull request's builds are indexed by digest only.
    private async Task<Baseline?> OwnAsync(ImageName image, PushContext push, CancellationToken cancellationToken) =>
        Of((await SucceededAsync(image, cancellationToken)).FirstOrDefault(record => record.Scope == push.Scope));

    private async Task<IEnumerable<BuildRecord>> SucceededAsync(ImageName image, CancellationToken cancellationToken) =>
        (await backend.Builds.ListAsync(image, RecordLimit, cancellationToken))
        .Where(record => record.Result == BuildResult.Succeeded);

    private static Baseline? Of(BuildRecord? record) =>
        record is null ? null : new Baseline(record.Digest, record.Scope, record.Finished, record);
}

/// <summary>A build that an image is compared with.</summary>
/// <param name="Digest">Its inputs digest.</param>
/// <param name="Scope">Where it was found.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="Record">Its record; null when it is gone.</param>
public sealed record Baseline(InputsDigest Digest, IndexScope Scope, DateTimeOffset BuiltAt, BuildRecord? Record)
{
    /// <summary>The task that it may have been; null when its id is none of a task.</summary>
    public TaskId? Task { get; init; }
}
