using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Files;
using Slipway.Application.Pushes;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Publishing;
using Slipway.Trust.Allowlists;

namespace Slipway.Application.Publishing;

/// <summary>
/// Writes down in the tree what was published: the repo digests, and the image hashes that somebody allows.
/// </summary>
public static class PushRecords
{
    /// <param name="catalog">Its images.</param>
    /// <param name="pushed">What was published.</param>
    /// <param name="approval">Who allows the images and why; null when nobody was asked.</param>
    /// <param name="today">The day of the approval.</param>
    /// <returns>The files that were written, below the root.</returns>
    /// <exception cref="SlipwayException">A file could not be written; then none was.</exception>
    public static async Task<ImmutableArray<RelativePath>> WriteAsync(
        ISourceTree tree,
        ImageCatalog catalog,
        ImmutableArray<PushedImage> pushed,
        PushApproval? approval,
        DateOnly today)
    {
        try
        {
            var contents = new Dictionary<RelativePath, ReadOnlyMemory<byte>>();
            foreach (var image in pushed.Where(image => catalog[image.Name].Registry!.RepoDigest != image.RepoDigest))
            {
                contents[catalog[image.Name].Folder.Child(RegistryIdentity.HashFile)] =
                    Encoding.ASCII.GetBytes(image.RepoDigest.ToOciString() + "\n");
            }

            if (approval is not null && Allow(tree, catalog, pushed, approval, today) is { } allowlist)
            {
                contents[AllowlistDocument.File] = allowlist;
            }

            // What is published is published: no token, for it has to be written down whoever lost patience.
            await FileSet.ReplaceAsync(
                contents.Select(file => FileChange.FromNow(Path.Join(tree.RootPath, file.Key.Value), file.Value)),
                CancellationToken.None);
            return [.. contents.Keys.Order()];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SlipwayException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    PushCodes.NotWrittenDown,
                    $"{string.Join(", ", pushed.Select(image => image.Name))}: published, but "
                    + (problem is SlipwayException known ? known.Diagnostics[0].Message : problem.Message),
                    "Mend that and push again: what is published is found, and only the files are written."),
                problem);
        }
    }

    /// <returns>The new content of the allowlist; null when it allows everything already.</returns>
    private static ReadOnlyMemory<byte>? Allow(
        ISourceTree tree,
        ImageCatalog catalog,
        ImmutableArray<PushedImage> pushed,
        PushApproval approval,
        DateOnly today)
    {
        var problems = new DiagnosticBag();
        var before = AllowlistDocument.Read(tree, problems);
        problems.ThrowIfErrors();
        var after = pushed.Aggregate(before, (document, image) => document.Append(new AllowlistEntry
        {
            Image = image.Name,
            ImageHash = image.ImageHash,
            Version = catalog[image.Name].Registry!.Version,
            RepoDigest = image.RepoDigest,
            By = approval.By,
            On = today,
            Why = approval.Why,
        }));
        return ReferenceEquals(after, before) ? null : after.Content;
    }
}
