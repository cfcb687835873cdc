using System.Runtime.Versioning;
using Slipway.Application.Files;
using Slipway.Files.Linux;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Files;

public sealed class FileSetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task All_files_get_their_content_and_nothing_is_left_beside_them()
    {
        await ReplaceAsync(Change("a", "old", "new"), Change("b", "", "more"));

        Assert.Equal(("new", "more"), (Read("a"), Read("b")));
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task What_waits_for_its_turn_has_no_name_so_that_a_kill_leaves_nothing_in_an_images_folder()
    {
        var change = Change("a", "old", "new");
        File.SetUnixFileMode(change.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var staged = await StagedFile.WriteAsync(
            change.Path, change, TestContext.Current.CancellationToken);

        using var known = UnnamedFile.TryCreate(_folder.FullName, null);
        Assert.Equal(known is null ? 2 : 1, _folder.GetFiles().Length);
        staged.Commit();
        Assert.Equal("new", Read("a"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(change.Path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_kept_and_so_are_the_others()
    {
        var a = Change("a", "old", "new");
        var b = Change("b", "old", "new");
        await File.WriteAllTextAsync(b.Path, "somebody's", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => ReplaceAsync(a, b));

        Assert.Equal(FileCodes.ChangedMeanwhile, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal(("old", "somebody's"), (Read("a"), Read("b")));
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_leaves_the_others_as_they_were()
    {
        var a = Change("a", "old", "new");
        var gone = Change("b", "old", "new");
        File.Delete(gone.Path);

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => ReplaceAsync(a, gone));

        Assert.Equal(FileCodes.ChangedMeanwhile, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal("old", Read("a"));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_made_with_its_folder()
    {
        await ReplaceAsync(FileChange.FromNow(Path.Join(_folder.FullName, "sub", "new"), "new"u8.ToArray()));

        Assert.Equal("new", Read("sub/new"));
    }

    [Fact]
    public async Task A_file_that_somebody_else_made_meanwhile_is_not_overwritten()
    {
        var change = FileChange.FromNow(Path.Join(_folder.FullName, "a"), "new"u8.ToArray());
        File.WriteAllText(change.Path, "theirs");

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => ReplaceAsync(change));

        Assert.Equal(FileCodes.ChangedMeanwhile, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal("theirs", Read("a"));
    }

    [Fact]
    public async Task One_file_under_two_names_is_written_once()
    {
        var a = Change("a", "old", "new");
        string link = Path.Join(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "a");

        await ReplaceAsync(a, a with { Path = link });

        Assert.Equal("new", Read("a"));
        Assert.Equal("a", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task One_file_under_two_names_cannot_hold_two_things()
    {
        var a = Change("a", "old", "new");
        File.CreateSymbolicLink(Path.Join(_folder.FullName, "link"), "a");

        await Assert.ThrowsAsync<SlipwayException>(
            () => ReplaceAsync(a, a with { Path = Path.Join(_folder.FullName, "link"), After = "other"u8.ToArray() }));

        Assert.Equal("old", Read("a"));
    }

    [Fact]
    public async Task A_cancelled_set_changes_nothing()
    {
        var a = Change("a", "old", "new");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => FileSet.ReplaceAsync([a], new CancellationToken(canceled: true)));

        Assert.Equal("old", Read("a"));
        Assert.Single(_folder.GetFiles());
    }

    private static Task ReplaceAsync(params FileChange[] changes) =>
        FileSet.ReplaceAsync(changes, TestContext.Current.CancellationToken);

    private FileChange Change(string name, string before, string after)
    {
        string path = Path.Join(_folder.FullName, name);
        File.WriteAllText(path, before);
        return new FileChange(
            path, System.Text.Encoding.UTF8.GetBytes(before), System.Text.Encoding.UTF8.GetBytes(after));
    }

    private string Read(string name) => File.ReadAllText(Path.Join(_folder.FullName, name));
}
