using System.Buffers;
using System.Collections.Concurrent;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>
/// Gives the hashes of contexts' archives: remembered where nothing changed, computed where something did.
/// </summary>
internal sealed class ContextHashes(ISourceTree tree, IDigestCache cache)
{
    // Each group reads its files once; a few groups give every thread work and cost a few more reads.
    private const int GroupSize = 16;

    /// <param name="files">The files of all contexts, hashed and rendered.</param>
    /// <param name="contexts">The contexts to hash; those that are next to each other are read together.</param>
    /// <param name="diagnostics">Get what went wrong with each image.</param>
    /// <param name="options">How parallel.</param>
    /// <returns>By the context's image; those with a problem are left out.</returns>
    public ConcurrentDictionary<ImageName, Sha256Digest> Compute(
        FileTable files,
        IReadOnlyList<BuildContext> contexts,
        ImageProblems diagnostics,
        ParallelOptions options)
    {
        var hashes = new ConcurrentDictionary<ImageName, Sha256Digest>();
        var unknown = new ConcurrentBag<(int Place, Sha256Digest Recipe)>();
        Parallel.For(0, contexts.Count, options, place =>
        {
            var recipe = Recipe(files, contexts[place]);
            if (cache.TryGetDerived(recipe, out var hash))
            {
                hashes[contexts[place].Image] = hash;
            }
            else
            {
                unknown.Add((place, recipe));
            }
        });

        var groups = unknown.OrderBy(item => item.Place)
            .Select(item => (Context: contexts[item.Place], item.Recipe))
            .Chunk(GroupSize);
        Parallel.ForEach(groups, options, group =>
        {
            using var hasher = new ContextTarHasher(tree, files, [.. group.Select(item => item.Context)]);
            try
            {
                var results = hasher.Run(options.CancellationToken);
                for (int i = 0; i < group.Length; i++)
                {
                    hashes[group[i].Context.Image] = results[i];
                    cache.RecordDerived(group[i].Recipe, results[i]);
                }
            }
            catch (SlipwayException problem)
            {
                // A file that changed meanwhile may be in one context or in all of the group.
                foreach (var (context, _) in group)
                {
                    diagnostics.Of(context.Image).AddRange(problem.Diagnostics);
                }
            }
        });
        return hashes;
    }

    /// <summary>SHA-256 over everything that the archive is made of: path, mode, size and hash of each file.</summary>
    private static Sha256Digest Recipe(FileTable files, BuildContext context)
    {
        using var recipe = new HashingBuffer();
        recipe.Write("slipway.context-tar/v1\n"u8);
        foreach (var file in context.Files)
        {
            recipe.Write(files.Rendered[file.Number]);
        }

        return recipe.Finish();
    }
}
