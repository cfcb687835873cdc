using System.Collections.Immutable;
using System.Security.Cryptography;
using Slipway.Core.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tar.Writing;

namespace Slipway.Core.Digests;

/// <summary>Hashes the tar archives of several contexts side by side, reading a file that they share once.</summary>
/// <remarks>
/// Contexts are sorted alike, so their archives are written in step: at each step the smallest path is next, and its
/// content goes to every archive that has it.
/// </remarks>
internal sealed class ContextTarHasher : IDisposable
{
    private readonly StampedReader _reader;
    private readonly FileTable _files;
    private readonly IReadOnlyList<BuildContext> _contexts;
    private readonly int[] _positions;
    private readonly IncrementalHash[] _hashes;
    private readonly long[] _written;
    private readonly byte[] _zeros = new byte[TarFormat.RecordSize + (2 * TarFormat.BlockSize)];

    /// <param name="tree">Where files are read from.</param>
    /// <param name="files">The table of all contexts, with their files' hashes.</param>
    /// <param name="contexts">The contexts to hash.</param>
    public ContextTarHasher(ISourceTree tree, FileTable files, IReadOnlyList<BuildContext> contexts)
    {
        _reader = new StampedReader(tree);
        _files = files;
        _contexts = contexts;
        _positions = new int[contexts.Count];
        _written = new long[contexts.Count];
        _hashes = [.. contexts.Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
    }

    /// <returns>SHA-256 of each archive, in the order of the contexts.</returns>
    /// <exception cref="SlipwayException">A file is not what was hashed, or cannot be read any more.</exception>
    public ImmutableArray<Sha256Digest> Run(CancellationToken cancellationToken)
    {
        var ready = new List<int>();
        while (NextFile(ready) is { } file)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Append(file, ready, cancellationToken);
        }

        for (int i = 0; i < _hashes.Length; i++)
        {
            _hashes[i].AppendData(_zeros, 0, TarFormat.EndPadding(_written[i]));
        }

        return [.. _hashes.Select(Sha256Digest.Finish)];
    }

    public void Dispose()
    {
        foreach (var hash in _hashes)
        {
            hash.Dispose();
        }
    }

    /// <summary>
    /// Finds the file with the smallest path that any archive has next, and the archives that have it.
    /// </summary>
    private ContextFile? NextFile(List<int> ready)
    {
        ready.Clear();
        ContextFile? next = null;
        for (int i = 0; i < _positions.Length; i++)
        {
            var files = _contexts[i].Files;
            if (_positions[i] == files.Length)
            {
                continue;
            }

            var file = files[_positions[i]];
            if (next is null
                || (!ReferenceEquals(file, next) && Utf8Order.Compare(file.Path, next.Path) < 0))
            {
                ready.Clear();
                next = file;
            }

            if (ReferenceEquals(file, next))
            {
                ready.Add(i);
            }
        }

        foreach (int i in ready)
        {
            _positions[i]++;
        }

        return next;
    }

    private void Append(ContextFile file, List<int> ready, CancellationToken cancellationToken)
    {
        long size = file.Size;
        Feed(ready, TarFormat.Header(file.Path, file.Mode, file.LinkTarget, size));
        if (file.Source is null)
        {
            Feed(ready, file.Content.Span);
        }
        else if (_reader.Read(file.Source, block => Feed(ready, block), cancellationToken)
            != _files.Hashes[file.Number])
        {
            throw TreeProblems.Changed(file.Source.Path);
        }

        Feed(ready, _zeros.AsSpan(0, TarFormat.Padding(size)));
    }

    private void Feed(List<int> ready, ReadOnlySpan<byte> bytes)
    {
        foreach (int i in ready)
        {
            _hashes[i].AppendData(bytes);
            _written[i] += bytes.Length;
        }
    }
}
