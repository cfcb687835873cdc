using Slipway.Core.Contexts;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>The files of many contexts by their numbers, with what is known of each.</summary>
internal sealed class FileTable
{
    private readonly ContextFile?[] _files;
    private readonly int[] _sourceOf;
    private readonly List<TreeEntry> _sources = [];

    /// <param name="contexts">Null where an image has no context because of an error.</param>
    /// <param name="count">All of their files have smaller numbers.</param>
    public FileTable(IEnumerable<BuildContext?> contexts, int count)
    {
        _files = new ContextFile?[count];
        foreach (var context in contexts.OfType<BuildContext>())
        {
            foreach (var file in context.Files)
            {
                _files[file.Number] ??= file;
            }
        }

        _sourceOf = new int[count];
        Hashes = new Sha256Digest?[count];
        Rendered = new byte[count][];
        NumberSources();
    }

    /// <summary>Each by its number; null for one that is in no context.</summary>
    public IReadOnlyList<ContextFile?> Files => _files;

    /// <summary>What is to be read of the tree, each once, though it may be at several paths of contexts.</summary>
    public IReadOnlyList<TreeEntry> Sources => _sources;

    /// <summary>SHA-256 of each file by number; null for links, and for what could not be read.</summary>
    public Sha256Digest?[] Hashes { get; }

    /// <summary>The manifest's entry of each file, by number.</summary>
    public byte[][] Rendered { get; }

    /// <summary>Which of <see cref="Sources"/> stands for a file; null for one whose content is not read.</summary>
    public int? SourceOf(ContextFile file) => IsRead(file) ? _sourceOf[file.Number] : null;

    private static bool IsRead(ContextFile file) => file is { Source: not null, LinkTarget: null };

    private void NumberSources()
    {
        var known = new Dictionary<(RelativePath, FileStamp), int>();
        foreach (var file in _files.OfType<ContextFile>().Where(IsRead))
        {
            var source = file.Source!;
            if (known.TryAdd((source.Path, source.Stamp), _sources.Count))
            {
                _sources.Add(source);
            }

            _sourceOf[file.Number] = known[(source.Path, source.Stamp)];
        }
    }
}
