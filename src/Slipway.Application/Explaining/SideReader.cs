using Slipway.Application.Checkouts;
using Slipway.Application.Digests;
using Slipway.Application.Planning;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds what a person names for a comparison: digests, revisions, dates, the working tree.</summary>
internal sealed class SideReader(WorkspaceParts parts) : IDisposable
{
    /// <summary>As many digits as git, too, asks for before it takes hexadecimal digits for an id.</summary>
    private const int ShortestDigest = 7;

    /// <summary>At most so many builds are looked at for the one that a person may have meant.</summary>
    private const int RecentBuilds = 200;

    private GitRepository? _repository;

    /// <summary>The inputs of everything that was read so far, and of what the store has.</summary>
    public ManifestSource Manifests { get; } = new(
        parts.StoreToRead.Images, parts.StoreToRead.Builds, parts.Config.Dialect, parts.SharedInputs);

    /// <summary>The tree as it stands.</summary>
    /// <param name="images">The images that matter; their ancestors come with them.</param>
    /// <exception cref="SlipwayException">Something is wrong with the tree.</exception>
    public async Task<Side.Tree> WorkingTreeAsync(
        IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        ImageDefinition[] wanted = [.. images];
        var inputs = await new PlanMaker(parts).DigestsAsync(wanted, cancellationToken);
        Manifests.Add(inputs.Values);
        return new Side.Tree(
            "the working tree",
            parts.Catalog,
            inputs,
            IsWhole: Array.TrueForAll(wanted, image => inputs.ContainsKey(image.Name)));
    }

    /// <summary>What a text names.</summary>
    /// <param name="text">A digest or its first digits, a date, or what git takes for a commit.</param>
    /// <param name="images">The images that matter in a whole tree; null for all.</param>
    /// <exception cref="SlipwayException">It names nothing.</exception>
    public async Task<Side> ReadAsync(
        string text, IReadOnlyCollection<ImageName>? images, CancellationToken cancellationToken)
    {
        if (await FindBuildAsync(text, cancellationToken) is { } build)
        {
            return build;
        }

        if (Moments.TryParse(text, out var moment))
        {
            return await RevisionAsync(
                await (await RepositoryAsync(cancellationToken)).ResolveAtAsync(moment.Value, cancellationToken),
                images,
                cancellationToken);
        }

        if (await FindRepositoryAsync(cancellationToken) is not { } repository)
        {
            throw Unknown(
                text,
                "Give a digest of a build, as `slipway history IMAGE` lists them; revisions need a git checkout.");
        }

        return await repository.TryResolveAsync(text, cancellationToken) is { } revision
            ? await RevisionAsync(revision, images, cancellationToken)
            : throw Unknown(text, await RemedyAsync(text, repository, cancellationToken));
    }

    /// <summary>
    /// The tree of a revision. What is wrong with it is reported as warnings: nobody can mend the past.
    /// </summary>
    public async Task<Side.Tree> RevisionAsync(
        GitRevision revision, IReadOnlyCollection<ImageName>? images, CancellationToken cancellationToken)
    {
        var repository = await RepositoryAsync(cancellationToken);
        // What is not here is missing now, and of a submodule's files nobody can say whether they changed.
        await new LackingSources(parts).WarnOfAllAsync(repository, cancellationToken);
        var tree = await repository.OpenTreeAsync(revision, parts.Tree, hideUntracked: true, cancellationToken);
        var reading = CatalogReader.Read(tree, KnownDialects.All, checkout: parts.Checkout);
        var problems = new DiagnosticBag();
        problems.AddRange(reading.Diagnostics.Where(problem => problem.Severity == Severity.Error));
        var wanted = reading.Catalog.ParentsFirst
            .Where(image => images is null || images.Contains(image.Name))
            .Select(image => image.Name);
        var ofImages = new ImageProblems();
        var inputs = await new TreeDigests(tree, reading.Catalog, parts.DigestCache)
            .ComputeAsync(wanted, ofImages, cancellationToken);
        problems.AddRange(ofImages.ToSorted());
        parts.Warn(problems.ToSorted().Select(problem => problem with
        {
            Message = $"at {revision.Short}: {problem.Message}",
            Remedy = "Images that it concerns are not compared.",
            Severity = Severity.Warning,
        }));
        Manifests.Add(inputs.Values);
        return new Side.Tree(
            $"{revision.Short} ({revision.Committed.UtcDateTime:yyyy-MM-dd}, {Display.Text(revision.Subject)})",
            reading.Catalog,
            inputs,
            reading.IsWhole)
        {
            Revision = revision.Id,
        };
    }

    /// <exception cref="SlipwayException">The tree is in no checkout.</exception>
    public async Task<GitRepository> RepositoryAsync(CancellationToken cancellationToken) =>
        _repository ??= await GitRepository.RequireAsync(parts.Tree.RootPath, cancellationToken);

    /// <summary>What files contain, and contained before as far as git can tell.</summary>
    /// <param name="revisions">Commits to look at first.</param>
    public ContentFinder Contents(params string?[] revisions) =>
        new(parts.Tree, new CheckoutHistory(FindRepositoryAsync, revisions.OfType<string>()));

    /// <summary>The build that is the last one of an image, for what <c>--against</c> says.</summary>
    /// <param name="level">The level of <c>level-3</c>; null for <c>latest</c>.</param>
    public async Task<Baseline?> LatestAsync(ImageName image, Level? level, CancellationToken cancellationToken)
    {
        var finder = new BaselineFinder(parts.Backend, new IndexNaming(parts.Catalog.Config));
        return level is { } one
            ? await finder.LatestAsync(image, [IndexScope.Of(one)], cancellationToken)
            : await finder.LatestAsync(image, parts.Push, cancellationToken);
    }

    public void Dispose() => _repository?.Dispose();

    private async Task<GitRepository?> FindRepositoryAsync(CancellationToken cancellationToken) =>
        _repository ??= await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken);

    private async Task<Side.Recorded?> FindBuildAsync(string text, CancellationToken cancellationToken)
    {
        string digits = text.StartsWith(Sha256Digest.OciPrefix, StringComparison.Ordinal)
            ? text[Sha256Digest.OciPrefix.Length..]
            : text;
        if (digits.Length is < ShortestDigest or > 2 * Sha256Digest.Size || !digits.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var records = await parts.Builds.ListByDigestAsync(digits, 1, cancellationToken);
        if (records is [var record])
        {
            return new Side.Recorded(
                $"{record.Digest.Short} ({record.Image}, built {Units.Moment(record.Finished)} at {record.Scope})",
                record.Image,
                new Baseline(record.Digest, record.Scope, record.Finished, record));
        }

        if (!InputsDigest.TryParse(digits, out var digest))
        {
            return null;
        }

        return await Manifests.FindAsync(digest, cancellationToken) is not null
            ? new Side.Recorded(digest.Short, null, new Baseline(digest, parts.Push.Scope, default, null))
            : throw new SlipwayException(new Diagnostic(
                ExplainCodes.SideUnknown,
                $"No build of the store has the digest {digest}",
                "`slipway history IMAGE` lists the digests that can be compared."));
    }

    private async Task<string> RemedyAsync(
        string text, GitRepository repository, CancellationToken cancellationToken)
    {
        var builds = await parts.StoreToRead.Builds.ListByDigestAsync(string.Empty, RecentBuilds, cancellationToken);
        int digits = Math.Min(text.Length, 2 * Sha256Digest.Size);
        string? nearest = NearestName.Find(
            text,
            [
                .. await repository.NamesAsync(cancellationToken),
                .. builds.Select(build => build.Digest.ToString()[..digits]),
            ]);
        string hint = nearest is null ? string.Empty : $"Did you mean '{nearest}'? ";
        string fetch = await repository.IsShallowAsync(cancellationToken) ? $"{GitAdvice.Unshallow}. " : string.Empty;
        return hint
            + fetch
            + "Give a digest of `slipway history IMAGE`, a commit, branch or tag, or a date such as 2026-11-01.";
    }

    private static SlipwayException Unknown(string text, string remedy) => new(new Diagnostic(
        ExplainCodes.SideUnknown, $"'{Display.Text(text)}' is neither a known digest, a revision nor a date", remedy));
}
