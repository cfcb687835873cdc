using System.Collections.Immutable;
using System.Globalization;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Trusting;

/// <summary>
/// Collects the documents of a chain: has it judged, fetches what was wanted, and has it judged again, until nothing is
/// wanted any more. So only the verifier knows what belongs to a chain.
/// </summary>
internal sealed class ChainCollector(ChainServices services, TimeProvider clock, ChainPolicy policy)
{
    /// <summary>Bytes of what is read; what is only hashed may be larger.</summary>
    private const int MostContent = 512 << 20;

    private const int AtOnce = 8;

    // A chain has at most a hundred tasks in a row, and some steps of its own.
    private const int MostRounds = 500;

    // What the verifier reads; everything else is hashed while it passes.
    private static readonly ImmutableHashSet<string> Read =
    [
        "public/chain-of-trust.json", "public/chain-of-trust.json.sig", "public/task-graph.json", "public/actions.json",
        "public/parameters.yml",
    ];

    private readonly ArtifactInspector _inspector = new(services.Artifacts, services.Expansion);

    private ChainDocuments? _shared;

    /// <summary>An artifact that is never downloaded here, because somebody hashes it while it is used.</summary>
    public (string Task, string Name)? Skipped { get; init; }

    /// <summary>An artifact that is at hand already.</summary>
    public (string Task, string Name, ArtifactBody Body)? Given { get; init; }

    /// <summary>
    /// Whether trees are asked for all of their images at once, because most of them will be asked for one by one.
    /// </summary>
    public bool AsksWholeTrees { get; init; }

    /// <summary>Collects and judges.</summary>
    /// <param name="target">About what is asked.</param>
    /// <param name="withArchives">Whether artifacts that are only hashed, such as image archives, are
    /// downloaded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(ChainDocuments Documents, TrustVerdict Verdict)> CollectAsync(
        ChainTarget target, bool withArchives, CancellationToken cancellationToken)
    {
        // What one chain needed, the next one often needs too: images of one push share their decision.
        var known = (_shared ?? ChainDocuments.About(target)) with { Target = target, Now = clock.GetUtcNow() };
        if (Given is { } given)
        {
            known = known.WithArtifact(given.Task, given.Name, given.Body);
        }

        for (int round = 0; round < MostRounds; round++)
        {
            var verdict = ChainVerifier.Verify(known, policy);
            bool isDone = verdict.Wanted.IsEmpty && verdict.IsAccepted && withArchives;
            var unhashed = verdict.NotHashed
                .Where(artifact => (artifact.TaskId, artifact.Name) != Skipped)
                .GroupBy(artifact => new WantedDocument(WantedKind.Artifact, artifact.TaskId, artifact.Name))
                .ToDictionary(same => same.Key, same => same.MaxBy(artifact => artifact.Content)! with
                {
                    Dockerfiles = [.. same.SelectMany(artifact => artifact.Dockerfiles)],
                });
            ImmutableArray<WantedDocument> wanted = isDone
                ? [.. unhashed.Keys]
                : [.. verdict.Wanted.Select(document => document with { Image = null }).Distinct()];
            _shared = known;
            if (wanted.IsEmpty)
            {
                return (known, MustCheck.Apply(verdict, policy, Skipped));
            }

            var changes = new List<Func<ChainDocuments, ChainDocuments>>();
            await Parallel.ForEachAsync(
                wanted,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (document, token) =>
                {
                    var change = document.Kind is WantedKind.Tree
                        ? await FetchTreeAsync(document.Task!, document.Name!, ImagesOf(verdict, document), token)
                        : await FetchAsync(document, unhashed.GetValueOrDefault(document), token);
                    lock (changes)
                    {
                        changes.Add(change);
                    }
                });
            known = changes.Aggregate(known, (before, change) => change(before));
        }

        throw new InvalidOperationException("A chain wants ever more documents.");
    }

    private Task<Func<ChainDocuments, ChainDocuments>> FetchAsync(
        WantedDocument document, ExpectedArtifact? expected, CancellationToken cancellationToken) =>
        document.Kind switch
        {
            WantedKind.Task => FetchTaskAsync(document.Task!, cancellationToken),
            WantedKind.Artifact => FetchArtifactAsync(document.Task!, document.Name!, expected, cancellationToken),
            WantedKind.ArtifactNames => FetchNamesAsync(document.Task!, cancellationToken),
            _ => FetchPageAsync(document.Name!, cancellationToken),
        };

    private async Task<Func<ChainDocuments, ChainDocuments>> FetchTaskAsync(
        string id, CancellationToken cancellationToken)
    {
        TaskDocument? task = null;
        if (TaskId.TryParse(id, out var taskId)
            && await services.Documents.FindDefinitionAsync(taskId, cancellationToken) is { } definition)
        {
            var reading = StrictJson.Read(definition.Span);
            task = new TaskDocument(
                reading.Value.TextAt("metadata", "name"),
                reading,
                await services.Documents.FindStatusAsync(taskId, cancellationToken));
        }

        return known => known with { Tasks = known.Tasks.SetItem(id, task) };
    }

    private async Task<Func<ChainDocuments, ChainDocuments>> FetchArtifactAsync(
        string id, string name, ExpectedArtifact? expected, CancellationToken cancellationToken)
    {
        ArtifactBody? body = null;
        if (TaskId.TryParse(id, out var task) && ArtifactName.TryParse(name, out var artifact))
        {
            body = Read.Contains(name)
                ? await services.Artifacts.FindAsync(task, artifact, MostContent, cancellationToken) is { } content
                    ? ArtifactBody.Of(content)
                    : null
                : await _inspector.HashAsync(task, artifact, expected, cancellationToken);
        }

        return known => known.WithArtifact(id, name, body?.With(known.FindArtifact(id, name).Value));
    }

    // The images of one tree that a chain asks for at once.
    private ImmutableSortedSet<string>? ImagesOf(TrustVerdict verdict, WantedDocument tree) => AsksWholeTrees
        ? null
        : verdict.Wanted
            .Where(document => document with { Image = null } == tree)
            .Select(document => document.Image)
            .OfType<string>()
            .ToImmutableSortedSet(StringComparer.Ordinal);

    private async Task<Func<ChainDocuments, ChainDocuments>> FetchTreeAsync(
        string repository,
        string revision,
        ImmutableSortedSet<string>? images,
        CancellationToken cancellationToken)
    {
        var facts = await services.Sources.FindAsync(
            Question(repository, revision) with { Images = images }, cancellationToken);
        return known => known with
        {
            Trees = known.Trees.SetItem(
                (repository, revision), facts.With(known.Trees.GetValueOrDefault((repository, revision)))),
        };
    }

    /// <summary>How a tree is asked for.</summary>
    public SourceQuestion Question(string repository, string revision) => new(
        repository, revision, Mirrored(repository), NamedBranches.Of(policy, repository));

    private async Task<Func<ChainDocuments, ChainDocuments>> FetchNamesAsync(
        string id, CancellationToken cancellationToken)
    {
        ImmutableSortedSet<string> names = TaskId.TryParse(id, out var task)
            ? [.. await services.Documents.ListArtifactsAsync(task, cancellationToken)]
            : [];
        return known => known with { Artifacts = known.Artifacts.SetItem(id, known.Of(id) with { Names = names }) };
    }

    private async Task<Func<ChainDocuments, ChainDocuments>> FetchPageAsync(
        string address, CancellationToken cancellationToken)
    {
        var body = Uri.TryCreate(Mirrored(address), UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
                ? await services.Pages.FindAsync(uri, MostContent, cancellationToken)
                : null;
        return known => known with
        {
            Web = known.Web.SetItem(address, body is { } content ? ArtifactBody.Of(content) : null),
        };
    }

    private string Mirrored(string address)
    {
        var mirror = policy.Mirrors
            .Where(mirror => address.StartsWith(mirror.Key, StringComparison.Ordinal))
            .OrderByDescending(mirror => mirror.Key.Length)
            .FirstOrDefault();
        return mirror.Key is null
            ? address
            : string.Create(CultureInfo.InvariantCulture, $"{mirror.Value}{address[mirror.Key.Length..]}");
    }
}
