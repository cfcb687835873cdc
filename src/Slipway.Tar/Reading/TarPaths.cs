namespace Slipway.Tar.Reading;

/// <summary>
/// The paths of an archive, and what each of them is, as a tree: so much memory as the paths have text.
/// </summary>
internal sealed class TarPaths
{
    private readonly Node _top = new(TarEntryKind.Folder, isEntry: false);

    /// <summary>Adds an entry.</summary>
    /// <param name="path">Normalised; empty for the top.</param>
    /// <param name="kind">What it is.</param>
    /// <returns>What is wrong with it in view of the entries before it, or null.</returns>
    public string? Add(string path, TarEntryKind kind)
    {
        // A hard link is another name of a file.
        kind = kind == TarEntryKind.HardLink ? TarEntryKind.File : kind;
        var node = _top;
        for (int start = 0; start < path.Length;)
        {
            int slash = path.IndexOf('/', start);
            bool isLast = slash < 0;
            var name = path.AsSpan(start..(isLast ? path.Length : slash));
            start += name.Length + 1;
            if (node.Find(name) is not { } next)
            {
                node = node.Add(name, isLast ? kind : TarEntryKind.Folder, isEntry: isLast);
                if (isLast)
                {
                    return null;
                }

                continue;
            }

            if (!isLast && next.Kind != TarEntryKind.Folder)
            {
                return next.Kind == TarEntryKind.File ? "is behind a file" : "is behind a link";
            }

            node = next;
        }

        if (node.Kind != kind)
        {
            return "is in it as one thing and as something else";
        }

        bool isTwice = node.IsEntry && kind != TarEntryKind.Folder;
        node.IsEntry = true;
        return isTwice ? "is in it twice" : null;
    }

    /// <summary>Whether an entry that was added is a file.</summary>
    public bool IsFile(string path)
    {
        var node = _top;
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (node.Find(path.AsSpan()[range]) is not { } next)
            {
                return false;
            }

            node = next;
        }

        return node.Kind == TarEntryKind.File;
    }

    private sealed class Node(TarEntryKind kind, bool isEntry)
    {
        // Nothing is ever below these, so one of each will do.
        private static readonly Node File = new(TarEntryKind.File, isEntry: true);
        private static readonly Node Link = new(TarEntryKind.SymbolicLink, isEntry: true);

        private Dictionary<string, Node>? _children;

        public TarEntryKind Kind { get; } = kind;

        /// <summary>Whether it is an entry of its own, not only above others.</summary>
        public bool IsEntry { get; set; } = isEntry;

        public Node? Find(ReadOnlySpan<char> name) =>
            _children is not null && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var child)
                ? child
                : null;

        public Node Add(ReadOnlySpan<char> name, TarEntryKind kind, bool isEntry)
        {
            var child = kind switch
            {
                TarEntryKind.File => File,
                TarEntryKind.SymbolicLink => Link,
                _ => new Node(kind, isEntry),
            };
            _children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
            _children.Add(name.ToString(), child);
            return child;
        }
    }
}
