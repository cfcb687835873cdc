using System.Diagnostics;
using Slipway.Core.Trees;
using Slipway.Files.Linux;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Trees;
using Slipway.Tree.Folders;

namespace Slipway.Tree.Tests.Folders;

public sealed class LinuxFolderReaderTests : FolderReaderTests
{
    private protected override IFolderReader Reader(string root)
    {
        Needed.Or(LinuxCalls.IsSupported, "statx of the C library");
        return new LinuxFolderReader(root);
    }

    [Fact]
    public void Setuid_setgid_and_sticky_bits_are_seen()
    {
        using var files = new TempTree();
        const UnixFileMode Mode =
            TempTree.Runnable | UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
        files.Write("x", "1", Mode);

        Assert.Equal(Mode, Reader(files.Root).Stat(RelativePath.Parse("x"))!.Mode);
    }

    [Fact]
    public void Times_are_seen_to_the_nanosecond_and_agree_with_stat()
    {
        using var files = new TempTree();
        files.Write("x", "1");
        Tools.Run("touch", "-d", "2021-02-03T04:05:06.123456789Z", files.Path("x"));
        string expected = Tools.Run("stat", "-c", "%i %s %.9Y %.9Z", files.Path("x")).Trim();

        var stamp = Reader(files.Root).Stat(RelativePath.Parse("x"))!.Stamp;

        Assert.Equal(1_612_325_106_123_456_789, stamp.ModifiedNanoseconds);
        Assert.Equal(
            expected,
            $"{stamp.Inode} {stamp.Size} {Seconds(stamp.ModifiedNanoseconds)} {Seconds(stamp.ChangedNanoseconds)}");
    }

    [Fact]
    public void Devices_sockets_and_fifos_are_special_and_opening_one_does_not_wait()
    {
        using var files = new TempTree();
        Tools.Run("mkfifo", files.Path("fifo"));
        var tree = new FolderTree(Reader(files.Root));
        var clock = Stopwatch.StartNew();

        Assert.Equal(EntryKind.Special, tree.Find(RelativePath.Parse("fifo"))!.Kind);
        Assert.Throws<SlipwayException>(() => Reader(files.Root).Open(RelativePath.Parse("fifo")));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_a_problem_of_its_entry_that_shows_its_bytes()
    {
        using var files = new TempTree();
        files.Folder("f").Write("f/good", "1");
        Tools.Run("sh", "-c", $"touch '{files.Path("f")}'/$(printf 'b\\377d')");

        var entries = new FolderTree(Reader(files.Root)).List(RelativePath.Parse("f"));

        // .NET cannot name it, so it could not be removed with the rest.
        Tools.Run("rm", "-rf", files.Path("f"));
        Assert.Equal(["f/b\uFFFDd", "f/good"], entries.Select(entry => entry.Path.Value));
        Assert.Equal(TreeCodes.NameNotUtf8, entries[0].Problem?.Code);
        Assert.Contains(@"b\xffd", entries[0].Problem!.Message, StringComparison.Ordinal);
        Assert.Null(entries[1].Problem);
    }

    [Fact]
    public void A_link_to_a_name_that_is_not_utf8_is_a_problem_of_its_entry()
    {
        using var files = new TempTree();
        Tools.Run("sh", "-c", $"ln -s $(printf 'b\\377d') '{files.Root}/link'");

        var entry = Assert.Single(new FolderTree(Reader(files.Root)).List(RelativePath.Root));

        Assert.Equal(("link", TreeCodes.NameNotUtf8), (entry.Path.Value, entry.Problem?.Code));
    }

    [Fact]
    public void A_file_of_which_the_system_gives_no_bytes_is_an_error()
    {
        // The first page of a process is never mapped, so reading it fails with EIO, for root too.
        using var stream = new FolderTree(Reader("/proc/self")).OpenRead(RelativePath.Parse("mem"));

        var problem = Assert.Throws<SlipwayException>(() => stream.ReadByte());

        Assert.Equal(TreeCodes.Unreadable, problem.Diagnostics[0].Code);
    }

    [Fact]
    public void A_folder_with_more_entries_than_one_call_returns_is_listed_whole()
    {
        using var files = new TempTree();
        files.Folder("f");
        string name = new('n', 200);
        for (int i = 0; i < 1000; i++)
        {
            File.WriteAllBytes(files.Path($"f/{name}{i:d4}"), []);
        }

        var entries = new FolderTree(Reader(files.Root)).List(RelativePath.Parse("f"));

        Assert.Equal(1000, entries.Select(entry => entry.Path).Distinct().Count());
    }

    private static string Seconds(long nanoseconds) =>
        $"{nanoseconds / 1_000_000_000}.{nanoseconds % 1_000_000_000:d9}";
}
