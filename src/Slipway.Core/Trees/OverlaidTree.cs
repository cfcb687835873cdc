using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>A tree as it would be with some files that it does not have yet.</summary>
/// <remarks>With it a proposal is tried before anything is written: what is read here is what would be read.</remarks>
/// <param name="own">The tree as it is.</param>
/// <param name="files">The files in place of its own, by path.</param>
public sealed class OverlaidTree(ISourceTree own, IReadOnlyDictionary<RelativePath, ReadOnlyMemory<byte>> files)
    : ISourceTree
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string RootPath => own.RootPath;

    public TreeEntry? Find(RelativePath path) =>
        files.TryGetValue(path, out var content) ? FileAt(path, content)
        : own.Find(path) ?? (IsNewFolder(path) ? FolderAt(path) : null);

    public IReadOnlyList<TreeEntry> List(RelativePath folder)
    {
        var known = own.List(folder);
        var added = files.Keys
            .Where(file => file != folder && file.IsIn(folder))
            .Select(file => ChildOf(folder, file))
            .Distinct()
            .ToDictionary(child => child, child => Find(child)!);
        return
        [
            .. known.Where(entry => !added.ContainsKey(entry.Path))
                .Concat(added.Values)
                .OrderBy(entry => entry.Path),
        ];
    }

    public TreeStream OpenRead(RelativePath file) => files.TryGetValue(file, out var content)
        ? new MemoryTreeStream(content, FileAt(file, content).Stamp)
        : own.OpenRead(file);

    private static RelativePath ChildOf(RelativePath folder, RelativePath file)
    {
        string below = folder.IsRoot ? file.Value : file.Value[(folder.Value.Length + 1)..];
        int slash = below.IndexOf('/', StringComparison.Ordinal);
        return folder.Child(slash < 0 ? below : below[..slash]);
    }

    private bool IsNewFolder(RelativePath path) => files.Keys.Any(file => file != path && file.IsIn(path));

    private static TreeEntry FileAt(RelativePath path, ReadOnlyMemory<byte> content) =>
        new(path, EntryKind.File, Mode, new FileStamp(0, 0, content.Length, 0, 0), LinkTarget: null);

    private static TreeEntry FolderAt(RelativePath path) =>
        new(path, EntryKind.Folder, Mode | UnixFileMode.UserExecute, default, LinkTarget: null);

    private sealed class MemoryTreeStream(ReadOnlyMemory<byte> content, FileStamp stamp) : TreeStream
    {
        private int _position;

        public override FileStamp CurrentStamp() => stamp;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, content.Length - _position);
            content.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}
