using Slipway.Application.Checks;
using Slipway.Application.Files;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;
using Slipway.Tree;

namespace Slipway.Application.Tests.Checks;

public sealed class FixApplierTests : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("slipway-fix-");

    private string Root => Path.Join(_outer.FullName, "tree");

    [Fact]
    public async Task Several_fixes_of_one_file_are_written_and_every_other_byte_stays()
    {
        Write("f", "ü one two ü three\r\n");

        var applied = await ApplyAsync(new Fix(File("f"), 3, "one", "1"), new Fix(File("f"), 14, "three", "seven"));

        Assert.Equal(2, applied);
        Assert.Equal("ü 1 two ü seven\r\n", Read("f"));
    }

    [Fact]
    public async Task A_file_that_is_missing_is_made() =>
        Assert.Equal((1, "x\n"), (await ApplyAsync(new Fix(File("new"), 0, string.Empty, "x\n")), Read("new")));

    [Fact]
    public async Task A_fix_that_is_not_for_the_file_as_it_is_is_left()
    {
        Write("f", "other");

        Assert.Equal(0, await ApplyAsync(
            new Fix(File("f"), 0, "one", "1"),
            new Fix(File("f"), 4, "rest", "2"),
            new Fix(File("f"), 0, string.Empty, "3"),
            new Fix(File("missing"), 0, "one", "1")));
        Assert.Equal("other", Read("f"));
        Assert.Equal(["f"], Directory.GetFileSystemEntries(Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_two_fixes_for_the_same_bytes_one_is_written()
    {
        Write("f", "one");

        Assert.Equal(1, await ApplyAsync(new Fix(File("f"), 0, "one", "1"), new Fix(File("f"), 0, "one", "2")));
        Assert.Equal("1", Read("f"));
    }

    [Fact]
    public async Task A_file_keeps_its_mode()
    {
        Write("f", "one");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(
                Path.Join(Root, "f"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await ApplyAsync(new Fix(File("f"), 0, "one", "1"));

        var mode = new LocalSourceTree(Root).Find(File("f"))!.Mode;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        System.IO.File.WriteAllText(Path.Join(_outer.FullName, "outside"), "one");
        Directory.CreateDirectory(Root);
        System.IO.File.CreateSymbolicLink(Path.Join(Root, "f"), "../outside");

        Assert.Equal(0, await ApplyAsync(new Fix(File("f"), 0, "one", "1")));
        Assert.Equal("one", System.IO.File.ReadAllText(Path.Join(_outer.FullName, "outside")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        Write("folder/f", "one");
        var fix = new Fix(File("folder/f/below"), 0, string.Empty, "1");

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => ApplyAsync(fix));

        Assert.Equal(FileCodes.CannotReplace, Assert.Single(refused.Diagnostics).Code);
        Assert.Contains(Path.Join(Root, "folder/f/below"), refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _outer.Delete(recursive: true);

    private static RelativePath File(string path) => RelativePath.Parse(path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(Root, path))!);
        System.IO.File.WriteAllText(Path.Join(Root, path), text);
    }

    private string Read(string path) => System.IO.File.ReadAllText(Path.Join(Root, path));

    private async Task<int> ApplyAsync(params Fix[] fixes)
    {
        Directory.CreateDirectory(Root);
        var applied = await FixApplier.ApplyAsync(
            new LocalSourceTree(Root), fixes, TestContext.Current.CancellationToken);
        return applied.Length;
    }
}
