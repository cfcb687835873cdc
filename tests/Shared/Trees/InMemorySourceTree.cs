using System.Collections;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tests.Trees;

/// <summary>
/// A tree that lives in a test: <c>new InMemorySourceTree { { "a/Dockerfile", "FROM scratch" } }</c>.
/// </summary>
public sealed class InMemorySourceTree(string rootPath = "/home/dev/repo") : ISourceTree, IEnumerable<RelativePath>
{
    private const UnixFileMode FileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int MaximumLinks = 40;

    private static readonly DiagnosticCode Refused = new(1299, "The tree of a test refuses a path", ExitCode.Usage);

    private static readonly TreeEntry Top = new(
        RelativePath.Root,
        EntryKind.Folder,
        FileMode | UnixFileMode.UserExecute,
        new FileStamp(1, 1, 0, 0, 0),
        LinkTarget: null);

    private readonly SortedDictionary<RelativePath, TreeEntry> _entries = [];
    private readonly Dictionary<RelativePath, byte[]> _contents = [];

    public string RootPath => rootPath;

    public void Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public void Add(string path, string text, UnixFileMode mode) => Add(path, Encoding.UTF8.GetBytes(text), mode);

    public void Add(string path, byte[] content, UnixFileMode mode = FileMode)
    {
        _contents[RelativePath.Parse(path)] = content;
        AddEntry(path, EntryKind.File, mode, content.Length, linkTarget: null);
    }

    public void AddLink(string path, string target) =>
        AddEntry(path, EntryKind.Link, FileMode | UnixFileMode.UserExecute, 0, target);

    public void AddFolder(string path) =>
        AddEntry(path, EntryKind.Folder, FileMode | UnixFileMode.UserExecute, 0, linkTarget: null);

    public void AddSpecial(string path) => AddEntry(path, EntryKind.Special, FileMode, 0, linkTarget: null);

    public TreeEntry? Find(RelativePath path) =>
        path.IsRoot ? Top : _entries.GetValueOrDefault(Resolve(path.Parent, followLast: true).Child(path.Name));

    public IReadOnlyList<TreeEntry> List(RelativePath folder)
    {
        var real = Resolve(folder, followLast: true);
        return
        [
            .. _entries.Values
                .Where(entry => entry.Path.Parent == real)
                .Select(entry => entry with { Path = folder.Child(entry.Path.Name) })
                .OrderBy(entry => entry.Path.Name, Utf8Order.Instance),
        ];
    }

    public TreeStream OpenRead(RelativePath file)
    {
        var real = Resolve(file, followLast: true);
        return _contents.TryGetValue(real, out byte[]? content)
            ? new InMemoryTreeStream(content, _entries[real].Stamp)
            : throw Refuse($"There is no file '{file}'", file);
    }

    public IEnumerator<RelativePath> GetEnumerator() => _entries.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static SlipwayException Refuse(string message, RelativePath path) =>
        new(new Diagnostic(Refused, message, "Correct the test.", new SourceLocation(path.Value)));

    private void AddEntry(string path, EntryKind kind, UnixFileMode mode, long size, string? linkTarget)
    {
        var parsed = RelativePath.Parse(path);
        if (!parsed.Parent.IsRoot && !_entries.ContainsKey(parsed.Parent))
        {
            AddFolder(parsed.Parent.Value);
        }

        var stamp = new FileStamp(1, (ulong)_entries.Count + 2, size, 0, 0);
        _entries[parsed] = new TreeEntry(parsed, kind, mode, stamp, linkTarget);
    }

    private RelativePath Resolve(RelativePath path, bool followLast)
    {
        var result = RelativePath.Root;
        var open = new Stack<string>(path.Value.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; open.TryPop(out string? component);)
        {
            var next = result.Child(component);
            if (_entries.GetValueOrDefault(next) is not { LinkTarget: { } target } || (open.Count == 0 && !followLast))
            {
                result = next;
                continue;
            }

            if (
                ++links > MaximumLinks
                || !RelativePath.TryParse($"{result.Value}/{target}".TrimStart('/'), out var real)
                || target.StartsWith('/'))
            {
                throw Refuse($"'{path}' leads outside the root", path);
            }

            result = RelativePath.Root;
            foreach (string part in real.Value.Value.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                open.Push(part);
            }
        }

        return result;
    }
}
