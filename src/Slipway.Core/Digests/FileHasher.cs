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

    /// <summary>Why files could not be hashed.</summary>
    public ConcurrentDictionary<TreeEntry, ImmutableArray<Diagnostic>> Failures { get; } =
        new(ReferenceEqualityComparer.Instance);

    public ConcurrentDictionary<TreeEntry, Sha256Digest> HashAll(
        IReadOnlyCollection<TreeEntry> files, ParallelOptions options)
    {
        var hashes = new ConcurrentDictionary<TreeEntry, Sha256Digest>(ReferenceEqualityComparer.Instance);
        var unknown = new ConcurrentBag<(TreeEntry File, string FullPath)>();
        (TreeEntry File, string FullPath)[] all = [.. files.Select(file => (file, FullPath(file)))];
        cache.Prepare(all.Select(item => item.FullPath));
        Parallel.ForEach(all, options, item =>
        {
            var (file, path) = item;
            if (file.Stamp.IsConclusive && cache.TryGetFile(path, file.Stamp, out var digest))
            {
                hashes[file] = digest;
            }
            else
            {
                unknown.Add((file, path));
            }
        });

        // Big files first and one at a time, so that no thread is left with a big one when the others are done.
        var work = unknown
            .OrderByDescending(item => item.File.Size)
            .ThenBy(item => item.FullPath, StringComparer.Ordinal);
        Parallel.ForEach(
            Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering),
            options,
            item =>
            {
                try
                {
                    var digest = _reader.Read(item.File, consumer: null, options.CancellationToken);
                    if (item.File.Stamp.IsConclusive)
                    {
                        cache.RecordFile(item.FullPath, item.File.Stamp, digest);
                    }

                    hashes[item.File] = digest;
                }
                catch (SlipwayException problem)
                {
                    Failures[item.File] = problem.Diagnostics;
                }
            });
        return hashes;
    }

    private string FullPath(TreeEntry file) =>
        tree.RootPath.EndsWith('/') ? tree.RootPath + file.Path.Value : $"{tree.RootPath}/{file.Path.Value}";
}
