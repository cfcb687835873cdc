using System.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Git.Tests.Support;

/// <summary>Everything of a tree as text, for comparing: folders that hold nothing and <c>.git</c> left out.</summary>
internal static class TreeListing
{
    public static string Of(ISourceTree tree)
    {
        var text = new StringBuilder();
        Add(tree, RelativePath.Root, text);
        return text.ToString();
    }

    private static void Add(ISourceTree tree, RelativePath folder, StringBuilder text)
    {
        foreach (var entry in tree.List(folder).Where(entry => entry.Path.Value != ".git"))
        {
            Assert.Equal(entry, tree.Find(entry.Path));
            if (entry.Kind == EntryKind.Folder)
            {
                Add(tree, entry.Path, text);
                continue;
            }

            string runnable = entry.Mode.HasFlag(UnixFileMode.UserExecute) ? "x" : "-";
            string content = entry.LinkTarget ?? Read(tree, entry);
            text.Append($"{entry.Path} {entry.Kind} {runnable} {content}\n");
        }
    }

    public static string Read(ISourceTree tree, TreeEntry file)
    {
        using var stream = tree.OpenRead(file.Path);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        Assert.Equal(file.Size, content.Length);
        Assert.Equal(file.Stamp, stream.CurrentStamp());
        return Convert.ToHexStringLower(content.ToArray());
    }

    public static string ReadText(ISourceTree tree, string path)
    {
        using var reader = new StreamReader(tree.OpenRead(RelativePath.Parse(path)));
        return reader.ReadToEnd();
    }
}
