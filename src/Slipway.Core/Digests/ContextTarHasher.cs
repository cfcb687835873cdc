using System.Collections.Immutable;
using System.Security.Cryptography;
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
    private readonly IReadOnlyList<int> _contexts;
    private readonly int[] _positions;
    private readonly IncrementalHash[] _hashes;
    private readonly long[] _written;
    private readonly byte[] _zeros = new byte[TarFormat.RecordSize + (2 * TarFormat.BlockSize)];

    /// <param name="tree">Where files are read from.</param>
    /// <param name="files">The table of all contexts, with their files' hashes.</param>
    /// <param name="contexts">The numbers of the contexts to hash.</param>
    public ContextTarHasher(ISourceTree tree, FileTable files, IReadOnlyList<int> contexts)
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
        while (NextFile(ready) is { } number)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Append(number, ready, cancellationToken);
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
    private int? NextFile(List<int> ready)
    {
        ready.Clear();
        int? next = null;
        for (int i = 0; i < _positions.Length; i++)
        {
            int[] numbers = _files.NumbersOf[_contexts[i]];
            if (_positions[i] == numbers.Length)
            {
                continue;
            }

            int number = numbers[_positions[i]];
            int order = next is null || number == next
                ? (next is null ? -1 : 0)
                : Utf8Order.Compare(_files.Files[number].Path, _files.Files[next.Value].Path);
            if (order < 0)
            {
                ready.Clear();
                next = number;
            }

            if (order < 0 || number == next)
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

    private void Append(int number, List<int> ready, CancellationToken cancellationToken)
    {
        var file = _files.Files[number];
        long size = file.Size;
        Feed(ready, TarFormat.Header(file.Path, file.Mode, file.LinkTarget, size));
        if (file.Source is null)
        {
            Feed(ready, file.Content.Span);
        }
        else if (_reader.Read(file.Source, block => Feed(ready, block), cancellationToken) != _files.Hashes[number])
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
