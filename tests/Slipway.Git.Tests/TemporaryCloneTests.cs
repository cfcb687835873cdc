using Slipway.Git.Programs;
using Slipway.Git.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tree;

namespace Slipway.Git.Tests;

public sealed class TemporaryCloneTests : IDisposable
{
    private readonly TempCheckout _checkout = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clone_has_what_is_committed_and_nothing_else()
    {
        _checkout.Write("tree/a", "one\n").Write(".gitignore", "ignored\n");
        _checkout.Commit();
        _checkout.Write("tree/a", "two\n").Write("tree/new", "").Write("tree/ignored", "");

        using var clone = await TemporaryClone.MakeAsync(_checkout.Path("tree"), new CloneSettings(), Cancellation);

        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(clone.Root).Select(Path.GetFileName));
        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Join(clone.Root, "a"), Cancellation));
    }

    [Fact]
    public async Task Its_settings_hold()
    {
        _checkout.Write("text", "a\n").Write("run", "#!/bin/sh\n").MakeExecutable("run").Link("link", "text");
        _checkout.Commit();

        using var windows = await TemporaryClone.MakeAsync(
            _checkout.Root, new CloneSettings { ConvertsLineEnds = true, KnowsLinksAndModes = false }, Cancellation);
        using var strict = await TemporaryClone.MakeAsync(
            _checkout.Root, new CloneSettings { Umask = "077" }, Cancellation);

        Assert.Equal("a\r\n", await File.ReadAllTextAsync(Path.Join(windows.Root, "text"), Cancellation));
        Assert.Null(new FileInfo(Path.Join(windows.Root, "link")).LinkTarget);
        Assert.Equal("text", new FileInfo(Path.Join(strict.Root, "link")).LinkTarget);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            new LocalSourceTree(strict.Root).Find(RelativePath.Parse("text"))!.Mode & (UnixFileMode)0x1FF);
    }

    [Fact]
    public async Task Nothing_stays_behind()
    {
        _checkout.Write("a", "one\n");
        _checkout.Commit();
        string folder;
        using (var clone = await TemporaryClone.MakeAsync(_checkout.Root, new CloneSettings(), Cancellation))
        {
            folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(clone.Root))!;
            Assert.True(Directory.Exists(folder));
        }

        Assert.False(Directory.Exists(folder));
        Assert.Equal("one\n", await File.ReadAllTextAsync(_checkout.Path("a"), Cancellation));
    }

    [Fact]
    public async Task Without_a_commit_there_is_no_clone() =>
        Assert.Equal(
            GitCodes.RevisionUnknown,
            (await Assert.ThrowsAsync<SlipwayException>(() =>
                TemporaryClone.MakeAsync(_checkout.Root, new CloneSettings(), Cancellation))).Diagnostics[0].Code);

    public void Dispose() => _checkout.Dispose();
}
