using System.Buffers;
using System.Collections.Concurrent;
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
    /// <param name="contexts">The numbers of the contexts to hash.</param>
    /// <param name="diagnostics">Gives, for a context, what gets what went wrong with it.</param>
    /// <param name="options">How parallel.</param>
    /// <returns>By the context's number; those with a problem are left out.</returns>
    public ConcurrentDictionary<int, Sha256Digest> Compute(
        FileTable files,
        IReadOnlyList<int> contexts,
        Func<int, DiagnosticBag> diagnostics,
        ParallelOptions options)
    {
        var hashes = new ConcurrentDictionary<int, Sha256Digest>();
        var unknown = new ConcurrentBag<(int Context, Sha256Digest Recipe)>();
        Parallel.ForEach(contexts, options, context =>
        {
            var recipe = Recipe(files, context);
            if (cache.TryGetDerived(recipe, out var hash))
            {
                hashes[context] = hash;
            }
            else
            {
                unknown.Add((context, recipe));
            }
        });

        var groups = unknown.OrderBy(item => item.Context).Chunk(GroupSize);
        Parallel.ForEach(groups, options, group =>
        {
            using var hasher = new ContextTarHasher(tree, files, [.. group.Select(item => item.Context)]);
            try
            {
                var results = hasher.Run(options.CancellationToken);
                for (int i = 0; i < group.Length; i++)
                {
                    hashes[group[i].Context] = results[i];
                    cache.RecordDerived(group[i].Recipe, results[i]);
                }
            }
            catch (SlipwayException problem)
            {
                // A file that changed meanwhile may be in one context or in all of the group.
                foreach (var (context, _) in group)
                {
                    diagnostics(context).AddRange(problem.Diagnostics);
                }
            }
        });
        return hashes;
    }

    /// <summary>SHA-256 over everything that the archive is made of: path, mode, size and hash of each file.</summary>
    private static Sha256Digest Recipe(FileTable files, int context)
    {
        using var recipe = new HashingBuffer();
        recipe.Write("slipway.context-tar/v1\n"u8);
        foreach (int number in files.NumbersOf[context])
        {
            recipe.Write(files.Rendered[number]);
        }

        return recipe.Finish();
    }
}
