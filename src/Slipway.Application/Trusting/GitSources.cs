using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Digests;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Dialects;
using Slipway.Files.Locks;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tree;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// What git knows of trees: the checkout at hand, when it has the commit, which is the same wherever it comes from; and
/// the branches that a policy names, which are fetched when the checkout does not know that they have it.
/// </summary>
/// <param name="tree">The tree at hand; null for none.</param>
/// <param name="folder">Where fetched repositories are kept; null to fetch none.</param>
/// <param name="cache">Remembers hashes of files.</param>
internal sealed class GitSources(Func<ISourceTree?> tree, string? folder, IDigestCache cache) : ISourceFacts
{
    private readonly AskedOnce<string, TreeFacts> _known = new();
    private readonly AskedOnce<string, string> _atHand = new();

    public Task<TreeFacts> FindAsync(SourceQuestion question, CancellationToken cancellationToken) =>
        _known.AskAsync(KeyOf(question), token => LookAsync(question, token), cancellationToken);

    public async Task<string> AtHandAsync(
        IEnumerable<SourceQuestion> questions, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var question in questions)
        {
            string known = await _atHand.AskAsync(
                KeyOf(question), token => KnownToCheckoutAsync(question, token), cancellationToken);
            lines.Add(string.Join(' ', question.Repository, question.Revision, known));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    // Two sets of the same branches are two objects.
    private static string KeyOf(SourceQuestion question) => string.Join(
        '\n',
        question.Branches.Order(StringComparer.Ordinal)
            .Prepend(question.Images is { } images ? $"of {string.Join(' ', images)}" : "all")
            .Prepend(question.Address)
            .Prepend(question.Revision)
            .Prepend(question.Repository));

    private async Task<TreeFacts> LookAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var own = await OfCheckoutAsync(question, cancellationToken);
            if (question.Branches.IsEmpty || own is { Branches.IsEmpty: false })
            {
                return own ?? new TreeFacts { Fault = "no checkout here has it", Asked = question.Images };
            }

            var fetched = await OfFetchedAsync(question, cancellationToken);
            return own?.Images is null
                ? fetched
                : fetched with { Images = own.Images, Fault = fetched.Fault ?? own.Fault };
        }
        catch (SlipwayException failure)
        {
            return new TreeFacts { Fault = Display.Line(failure.Diagnostics[0].Message), Asked = question.Images };
        }
    }

    private async Task<TreeFacts?> OfCheckoutAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        if (tree() is not { } working)
        {
            return null;
        }

        using var repository = await GitRepository.FindAsync(working.RootPath, cancellationToken);
        return repository is not null
            && await RevisionAsync(repository, question, cancellationToken) is { } revision
                ? await ReadAsync(repository, revision, working, cache, question.Images, cancellationToken) with
                {
                    Branches = await BranchesAsync(repository, revision, question, cancellationToken),
                }
                : null;
    }

    private async Task<string> KnownToCheckoutAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            if (tree() is not { } working)
            {
                return "no tree";
            }

            using var repository = await GitRepository.FindAsync(working.RootPath, cancellationToken);
            if (repository is null
                || await RevisionAsync(repository, question, cancellationToken) is not { } revision)
            {
                return "not here";
            }

            // Where the policy names none, nobody looks at them.
            return question.Branches.IsEmpty
                || await BranchesAsync(repository, revision, question, cancellationToken) is not { } branches
                    ? "here"
                    : $"here, on {string.Join(' ', branches.Order(StringComparer.Ordinal))}";
        }
        catch (SlipwayException failure)
        {
            return failure.Diagnostics[0].Message;
        }
    }

    private static async Task<GitRevision?> RevisionAsync(
        GitRepository repository, SourceQuestion question, CancellationToken cancellationToken) =>
        await repository.TryResolveAsync(question.Revision, cancellationToken) is { } revision
        && revision.Id == question.Revision
            ? revision
            : null;

    /// <summary>The branches that have a revision; null when the checkout is of another repository.</summary>
    private static async Task<ImmutableArray<string>?> BranchesAsync(
        GitRepository repository,
        GitRevision revision,
        SourceQuestion question,
        CancellationToken cancellationToken) =>
        await repository.IsOfAsync(question.Repository, cancellationToken)
            ? Named(await repository.BranchesWithAsync(revision, cancellationToken), question)
            : null;

    private async Task<TreeFacts> OfFetchedAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return new TreeFacts { Fault = "there is no store to fetch it to", Asked = question.Images };
        }

        string own = Path.Join(folder, Sha256Digest.Of(Encoding.UTF8.GetBytes(question.Address)).ToString());
        // Whoever fetches takes away branches that are gone there, and others may look at them meanwhile.
        Directory.CreateDirectory(folder);
        using var alone = await FileLock.AcquireAsync(
            $"{own}.lock", FileLockMode.Exclusive, waiting: null, created: null, cancellationToken);
        if (await BranchFetch.RunAsync(own, question.Address, question.Branches, cancellationToken) is { } complaint)
        {
            return new TreeFacts
            {
                Fault = $"{question.Address} cannot be fetched: {Display.Line(complaint)}",
                Asked = question.Images,
            };
        }

        using var repository = await GitRepository.RequireAsync(own, cancellationToken);
        if (await RevisionAsync(repository, question, cancellationToken) is not { } revision)
        {
            return new TreeFacts { Branches = [], Asked = question.Images };
        }

        var branches = Named(await repository.BranchesWithAsync(revision, cancellationToken), question);
        return branches.IsEmpty
            ? new TreeFacts { Branches = branches, Asked = question.Images }
            : await ReadAsync(
                repository,
                revision,
                new LocalSourceTree(own),
                NoDigestCache.Instance,
                question.Images,
                cancellationToken) with
            {
                Branches = branches,
            };
    }

    private static ImmutableArray<string> Named(ImmutableArray<string> branches, SourceQuestion question) =>
        [.. branches.Where(branch => question.Branches.Any(pattern => BranchPattern.Matches(pattern, branch)))];

    private static async Task<TreeFacts> ReadAsync(
        GitRepository repository,
        GitRevision revision,
        ISourceTree working,
        IDigestCache hashes,
        ImmutableSortedSet<string>? asked,
        CancellationToken cancellationToken)
    {
        if (asked is { IsEmpty: true })
        {
            return new TreeFacts { Asked = asked };
        }

        var committed = await repository.OpenCommittedAsync(revision, working, cancellationToken);
        var reading = CatalogReader.Read(committed, KnownDialects.All);
        var problems = new ImageProblems();
        ImageName[] wanted =
        [
            .. reading.Catalog.ParentsFirst.Select(image => image.Name)
                .Where(name => asked is null || asked.Contains(name.Value)),
        ];
        // Contexts are read once for each image, so only of those that a chain is about, and of what they are built on.
        var inputs = await new TreeDigests(committed, reading.Catalog, hashes).ComputeAsync(
            wanted, problems, cancellationToken);
        var images = ImmutableDictionary.CreateBuilder<string, TreeImage>(StringComparer.Ordinal);
        var tars = new ContextTars(committed);
        foreach (var image in wanted)
        {
            bool isKnown = inputs.ContainsKey(image);
            string? context = isKnown
                ? (await tars.HashAsync([image], inputs, cancellationToken))[image].ToString()
                : null;
            images[image.Value] = new TreeImage(isKnown ? inputs[image].Digest.ToString() : null, context);
        }

        return reading.IsWhole
            ? new TreeFacts { Images = images.ToImmutable(), Asked = asked }
            : new TreeFacts
            {
                Asked = asked,
                // An image that is not among them may be there all the same.
                Images = images.Count == 0 ? null : images.ToImmutable(),
                Fault = "not all of it could be read",
            };
    }
}
