using System.Net.Sockets;
using System.Text;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Trees;

namespace Slipway.Tree.Tests.Folders;

/// <summary>What holds for the tree whatever it is read with.</summary>
public abstract class FolderReaderTests
{
    private protected abstract IFolderReader Reader(string root);

    private FolderTree Open(TempTree files) => new(Reader(files.Root));

    [Fact]
    public void A_listing_is_sorted_by_the_bytes_of_the_names()
    {
        using var files = new TempTree();
        foreach (string name in (string[])["b", "a.b", "a", "a-b", "B", "é", "\uFFE5", "\U0001F600"])
        {
            files.Write("f/" + name, name);
        }

        string[] names = [.. Open(files).List(RelativePath.Parse("f")).Select(entry => entry.Path.Name)];

        Assert.Equal(["B", "a", "a-b", "a.b", "b", "é", "\uFFE5", "\U0001F600"], names);
    }

    [Fact]
    public void Entries_tell_kind_mode_size_and_target()
    {
        using var files = new TempTree();
        files.Write("f/run", "12345", TempTree.Runnable).Link("f/link", "run").Folder("f/sub");

        var entries = Open(files).List(RelativePath.Parse("f")).ToDictionary(entry => entry.Path.Value);

        Assert.Equal(
            (EntryKind.File, TempTree.Runnable, 5L),
            (entries["f/run"].Kind, entries["f/run"].Mode, entries["f/run"].Size));
        Assert.Equal((EntryKind.Link, "run"), (entries["f/link"].Kind, entries["f/link"].LinkTarget));
        Assert.Equal(EntryKind.Folder, entries["f/sub"].Kind);
    }

    [Fact]
    public void A_path_is_found_whether_its_folder_was_listed_or_not()
    {
        using var files = new TempTree();
        files.Write("f/x", "1");
        var listed = Open(files);
        listed.List(RelativePath.Parse("f"));

        Assert.Equal(Open(files).Find(RelativePath.Parse("f/x")), listed.Find(RelativePath.Parse("f/x")));
        Assert.Null(listed.Find(RelativePath.Parse("f/y")));
        Assert.Null(Open(files).Find(RelativePath.Parse("f/x/y")));
        Assert.Empty(listed.List(RelativePath.Parse("g")));
    }

    [Fact]
    public void Links_within_the_root_are_followed()
    {
        using var files = new TempTree();
        files.Write("real/x", "content").Link("a/link", "../real").Link("abs", files.Path("real/x"));
        var tree = Open(files);

        Assert.Equal("a/link/x", Assert.Single(tree.List(RelativePath.Parse("a/link"))).Path.Value);
        Assert.Equal("content", Read(tree, "a/link/x"));
        Assert.Equal("content", Read(tree, "abs"));
    }

    [Theory]
    [InlineData("out", "../secret")]
    [InlineData("out", "/etc/hostname")]
    [InlineData("out", "sub/../../secret")]
    public void Nothing_is_read_through_a_link_that_leads_outside(string link, string target)
    {
        using var files = new TempTree();
        File.WriteAllText(Path.Join(files.Outside, "secret"), "secret");
        files.Folder("sub").Link(link, target);

        var problem = Assert.Throws<SlipwayException>(() => Open(files).OpenRead(RelativePath.Parse(link)));

        Assert.Equal(TreeCodes.LinkLeavesRoot, problem.Diagnostics[0].Code);
    }

    [Fact]
    public void Nothing_is_listed_or_found_through_a_folder_that_leads_outside()
    {
        using var files = new TempTree();
        Directory.CreateDirectory(Path.Join(files.Outside, "repo-evil"));
        File.WriteAllText(Path.Join(files.Outside, "repo-evil/x"), "x");
        files.Link("evil", "../repo-evil").Link("absolute", Path.Join(files.Outside, "repo-evil"));
        var tree = Open(files);

        foreach (string name in (string[])["evil", "absolute"])
        {
            Assert.Throws<SlipwayException>(() => tree.List(RelativePath.Parse(name)));
            Assert.Throws<SlipwayException>(() => tree.OpenRead(RelativePath.Parse(name + "/x")));
            Assert.Null(tree.Find(RelativePath.Parse(name + "/x")));
        }
    }

    [Fact]
    public void A_fifo_a_device_and_a_socket_are_special_and_an_empty_file_is_not()
    {
        using var files = new TempTree();
        files.Write("empty", "");
        Tools.Run("mkfifo", files.Path("fifo"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(files.Path("socket")));
        var tree = Open(files);

        Assert.Equal(EntryKind.Special, tree.Find(RelativePath.Parse("fifo"))!.Kind);
        Assert.Equal(EntryKind.Special, tree.Find(RelativePath.Parse("socket"))!.Kind);
        Assert.Equal(EntryKind.File, tree.Find(RelativePath.Parse("empty"))!.Kind);
        Assert.Equal(EntryKind.Special, new FolderTree(Reader("/dev")).Find(RelativePath.Parse("null"))!.Kind);
    }

    [Fact]
    public void A_loop_of_links_ends_in_an_error()
    {
        using var files = new TempTree();
        files.Link("a", "b").Link("b", "a");

        var problem = Assert.Throws<SlipwayException>(() => Open(files).OpenRead(RelativePath.Parse("a")));

        Assert.Equal(TreeCodes.LinkNotFollowed, problem.Diagnostics[0].Code);
    }

    [Fact]
    public void A_folder_that_becomes_a_link_after_it_was_looked_at_is_not_followed()
    {
        using var files = new TempTree();
        Directory.CreateDirectory(Path.Join(files.Outside, "elsewhere"));
        File.WriteAllText(Path.Join(files.Outside, "elsewhere/x"), "secret");
        files.Write("f/x", "fine");
        var tree = Open(files);
        tree.List(RelativePath.Root);
        tree.List(RelativePath.Parse("f"));
        Directory.Delete(files.Path("f"), recursive: true);
        files.Link("f", "../elsewhere");

        Assert.Throws<SlipwayException>(() => tree.OpenRead(RelativePath.Parse("f/x")));
    }

    [Fact]
    public void The_root_may_be_reached_through_a_link()
    {
        using var files = new TempTree();
        files.Write("x", "1");
        string alias = Path.Join(files.Outside, "alias");
        File.CreateSymbolicLink(alias, "repo");

        var tree = new FolderTree(Reader(alias));

        Assert.Equal(new FolderTree(Reader(files.Root)).RootPath, tree.RootPath);
        Assert.Equal("1", Read(tree, "x"));
    }

    [Fact]
    public void A_root_that_is_no_folder_is_an_error()
    {
        using var files = new TempTree();

        Assert.Throws<SlipwayException>(() => Reader(files.Path("nope")));
    }

    [Fact]
    public void The_stamp_of_an_open_file_shows_that_it_was_written_to()
    {
        using var files = new TempTree();
        files.Write("x", "1");
        var tree = Open(files);
        using var stream = tree.OpenRead(RelativePath.Parse("x"));
        var before = stream.CurrentStamp();

        File.AppendAllText(files.Path("x"), "2");

        Assert.Equal(tree.Find(RelativePath.Parse("x"))!.Stamp, before);
        Assert.NotEqual(before, stream.CurrentStamp());
    }

    private static string Read(FolderTree tree, string path)
    {
        using var reader = new StreamReader(tree.OpenRead(RelativePath.Parse(path)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
