using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Hashes files of the tree in parallel, each once, asking the cache first.</summary>
internal sealed class FileHasher(ISourceTree tree, IDigestCache cache)
{
    private readonly StampedReader _reader = new(tree);

    /// <summary>Why files could not be hashed, by their places.</summary>
    public ConcurrentDictionary<int, ImmutableArray<Diagnostic>> Failures { get; } = new();

    /// <returns>SHA-256 of each, in their order; null for one that could not be read.</returns>
    public Sha256Digest?[] HashAll(IReadOnlyList<TreeEntry> files, ParallelOptions options)
    {
        var hashes = new Sha256Digest?[files.Count];
        var unknown = new ConcurrentBag<int>();
        string[] paths = [.. files.Select(FullPath)];
        cache.Prepare(paths);
        Parallel.For(0, files.Count, options, place =>
        {
            var stamp = files[place].Stamp;
            if (stamp.IsConclusive && cache.TryGetFile(paths[place], stamp, out var digest))
            {
                hashes[place] = digest;
            }
            else
            {
                unknown.Add(place);
            }
        });

        // Big files first and one at a time, so that no thread is left with a big one when the others are done.
        var work = unknown
            .OrderByDescending(place => files[place].Size)
            .ThenBy(place => paths[place], StringComparer.Ordinal);
        Parallel.ForEach(
            Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering),
            options,
            place =>
            {
                var file = files[place];
                try
                {
                    var digest = _reader.Read(file, consumer: null, options.CancellationToken);
                    if (file.Stamp.IsConclusive)
                    {
                        cache.RecordFile(paths[place], file.Stamp, digest);
                    }

                    hashes[place] = digest;
                }
                catch (SlipwayException problem)
                {
                    Failures[place] = problem.Diagnostics;
                }
            });
        return hashes;
    }

    private string FullPath(TreeEntry file) =>
        tree.RootPath.EndsWith('/') ? tree.RootPath + file.Path.Value : $"{tree.RootPath}/{file.Path.Value}";
}
