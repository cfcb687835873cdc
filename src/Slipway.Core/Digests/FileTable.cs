using System.Runtime.InteropServices;
using Slipway.Core.Contexts;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>The distinct files of many contexts, numbered, with what is known of each.</summary>
internal sealed class FileTable
{
    private readonly List<ContextFile> _files = [];
    private readonly Dictionary<(RelativePath, FileStamp), TreeEntry> _sources = [];

    /// <param name="contexts">Null where an image has no context because of an error.</param>
    public FileTable(IReadOnlyList<BuildContext?> contexts)
    {
        var numbers = new Dictionary<ContextFile, int>(ReferenceEqualityComparer.Instance);
        NumbersOf = new int[contexts.Count][];
        for (int i = 0; i < contexts.Count; i++)
        {
            NumbersOf[i] = contexts[i] is { } context ? Number(context, numbers) : [];
        }

        Hashes = new Sha256Digest?[_files.Count];
        Rendered = new byte[_files.Count][];
    }

    /// <summary>The numbers of the files of each context, in the context's order.</summary>
    public int[][] NumbersOf { get; }

    public IReadOnlyList<ContextFile> Files => _files;

    /// <summary>The distinct files of the tree among them.</summary>
    public IReadOnlyCollection<TreeEntry> Sources => _sources.Values;

    /// <summary>SHA-256 of each file by number; null for links, and for what could not be read.</summary>
    public Sha256Digest?[] Hashes { get; }

    /// <summary>The manifest's entry of each file, by number.</summary>
    public byte[][] Rendered { get; }

    /// <summary>The one of <see cref="Sources"/> that stands for a file.</summary>
    public TreeEntry SourceOf(TreeEntry file) => _sources[(file.Path, file.Stamp)];

    private int[] Number(BuildContext context, Dictionary<ContextFile, int> numbers)
    {
        var result = new int[context.Files.Length];
        for (int i = 0; i < result.Length; i++)
        {
            var file = context.Files[i];
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, file, out bool known);
            if (!known)
            {
                number = _files.Count;
                _files.Add(file);
                if (file is { Source: { } source, LinkTarget: null })
                {
                    _sources.TryAdd((source.Path, source.Stamp), source);
                }
            }

            result[i] = number;
        }

        return result;
    }
}
