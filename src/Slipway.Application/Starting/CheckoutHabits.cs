using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Git;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Proposals;

namespace Slipway.Application.Starting;

/// <summary>Finds what makes digests of one tree differ between checkouts, and what would prevent it.</summary>
internal static class CheckoutHabits
{
    // git itself looks no further to tell text from other files.
    private const int Looked = 8000;

    public static async Task<HabitProposal> ReadAsync(
        ISourceTree tree, ImageCatalog catalog, CancellationToken cancellationToken)
    {
        using var git = await GitRepository.FindAsync(tree.RootPath, cancellationToken);
        if (git is null)
        {
            return new HabitProposal([], ["the tree is in no git checkout, so nothing is said about line ends and "
                + "files that other checkouts would not have"]);
        }

        var contexts = ContextFiles.Of(tree, catalog, cancellationToken);
        var untracked = await git.UntrackedAsync(cancellationToken);
        var files = contexts.SelectMany(context => context.Files).Distinct().Where(file => !untracked.IsIgnored(file));
        var open = await git.WithOpenLineEndsAsync([.. files], cancellationToken);
        var attributes = AttributeProposer.Propose(catalog, [.. open.Where(file => IsText(tree, file))]);
        var (ignores, notes) = catalog.Config.Dialect.HonoursDockerignore
            ? new IgnoreProposer(tree, untracked.IsIgnored, untracked.IsUntracked).Propose(contexts)
            : ([], []);
        return new HabitProposal(attributes is null ? ignores : [attributes, .. ignores], notes);
    }

    /// <summary>Whether a file has line ends that git would convert.</summary>
    private static bool IsText(ISourceTree tree, RelativePath file)
    {
        if (tree.Find(file) is not { Kind: EntryKind.File })
        {
            return false;
        }

        using var stream = tree.OpenRead(file);
        byte[] buffer = new byte[Looked];
        int length = 0;
        while (length < Looked && stream.Read(buffer, length, Looked - length) is > 0 and var read)
        {
            length += read;
        }

        var seen = buffer.AsSpan(0, length);
        return seen.Contains((byte)'\n') && !seen.Contains((byte)0);
    }
}

/// <summary>What would make checkouts alike.</summary>
/// <param name="Lines">Lines for files, each of which may be there or not.</param>
/// <param name="Notes">What a person has to decide.</param>
internal sealed record HabitProposal(ImmutableArray<ProposedLines> Lines, ImmutableArray<string> Notes);
