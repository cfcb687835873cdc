using System.Diagnostics;
using Slipway.Files.Paths;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Tests.Scratch;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("slipway-scratch-test-").FullName;

    [Fact]
    public void A_folder_is_its_owners_alone_and_goes_with_its_work()
    {
        string path;
        using (var folder = ScratchFolder.Create(ScratchPurpose.Build, _place))
        {
            path = folder.Path;
            File.WriteAllText(Path.Join(path, "file"), "x");
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                PathStatus.Of(path)!.Value.Mode);
        }

        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData("build", true)]
    [InlineData("buildah", true)]
    [InlineData("run", true)]
    [InlineData("podman", true)]
    [InlineData("clone", true)]
    [InlineData("task", true)]
    [InlineData("other", false)]
    public void What_a_process_that_is_gone_left_is_removed_by_the_next(string purpose, bool isOurs)
    {
        string left = Leave($"slipway-{purpose}-0123456789abcdef");
        Directory.CreateDirectory(Path.Join(left, "deep/er"));
        File.WriteAllText(Path.Join(left, "deep/er/file"), "x");
        Assert.Equal(isOurs ? [left] : [], ScratchSweep.FindGone(_place));

        using var next = ScratchFolder.Create(ScratchPurpose.Build, _place);

        Assert.Equal(!isOurs, Directory.Exists(left));
    }

    [Fact]
    public void What_somebody_holds_stays()
    {
        using var first = ScratchFolder.Create(ScratchPurpose.Build, _place);
        using var second = ScratchFolder.Create(ScratchPurpose.Buildah, _place);

        Assert.Empty(ScratchSweep.FindGone(_place));
        ScratchSweep.Remove(first.Path);
        Assert.True(Directory.Exists(first.Path));
    }

    [Fact]
    public void A_folder_whose_maker_was_killed_before_it_held_it_is_removed_by_the_next()
    {
        string bare = Path.Join(_place, "slipway-run-0123456789abcdef");
        Directory.CreateDirectory(bare);
        Assert.Equal([bare], ScratchSweep.FindGone(_place));

        ScratchFolder.Create(ScratchPurpose.Build, _place).Dispose();

        Assert.False(Directory.Exists(bare));
    }

    [Fact]
    public void A_folder_that_others_filled_is_not_taken_for_one_of_ours()
    {
        string filled = Path.Join(_place, "slipway-run-0123456789abcdef");
        Directory.CreateDirectory(Path.Join(filled, "precious"));

        ScratchFolder.Create(ScratchPurpose.Build, _place).Dispose();

        Assert.Empty(ScratchSweep.FindGone(_place));
        Assert.True(Directory.Exists(Path.Join(filled, "precious")));
    }

    [Fact]
    public async Task What_says_that_a_folder_is_held_goes_last()
    {
        var folder = ScratchFolder.Create(ScratchPurpose.Build, _place);
        for (int file = 0; file < 20; file++)
        {
            await File.WriteAllTextAsync(Path.Join(folder.Path, $"{file}"), "x", TestContext.Current.CancellationToken);
        }

        var gone = new List<string>();
        var ended = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(folder.Path);
        watcher.Deleted += (_, change) =>
        {
            gone.Add(change.Name!);
            if (gone.Count == 21)
            {
                ended.SetResult();
            }
        };
        watcher.EnableRaisingEvents = true;

        folder.Dispose();

        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(ScratchFolder.OwnerFile, gone[^1]);
    }

    [Fact]
    public void What_cannot_be_removed_keeps_nothing_else_and_the_next_can_still_remove_it()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root mounts file systems");
        var folder = ScratchFolder.Create(ScratchPurpose.Build, _place);
        string stuck = Directory.CreateDirectory(Path.Join(folder.Path, "stuck")).FullName;
        for (int file = 0; file < 20; file++)
        {
            File.WriteAllText(Path.Join(folder.Path, $"{file}"), "x");
        }

        Run("mount", "-t", "tmpfs", "tmpfs", stuck);
        try
        {
            folder.Dispose();

            Assert.Equal(
                [Path.Join(folder.Path, ScratchFolder.OwnerFile), stuck],
                Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal));
        }
        finally
        {
            Run("umount", stuck);
        }

        ScratchFolder.Create(ScratchPurpose.Build, _place).Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void What_a_link_leads_to_stays()
    {
        string elsewhere = Leave("precious");
        File.CreateSymbolicLink(Path.Join(_place, "slipway-build-0123456789abcdef"), elsewhere);
        string left = Leave("slipway-build-fedcba9876543210");
        File.CreateSymbolicLink(Path.Join(left, "buildah-cache"), elsewhere);

        ScratchFolder.Create(ScratchPurpose.Build, _place).Dispose();

        Assert.True(File.Exists(Path.Join(elsewhere, ScratchFolder.OwnerFile)));
        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void What_another_user_left_stays()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root gives files away");
        string left = Leave("slipway-build-0123456789abcdef");
        Run("chown", "12345", left);

        ScratchFolder.Create(ScratchPurpose.Build, _place).Dispose();

        Assert.True(Directory.Exists(left));
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/self/nothing")]
    [InlineData("/dev/null")]
    [InlineData("missing")]
    [InlineData("file")]
    public void Where_there_is_no_place_that_is_a_coded_error(string place)
    {
        File.WriteAllText(Path.Join(_place, "file"), "x");

        var failure = Assert.Throws<SlipwayException>(
            () => ScratchFolder.Create(ScratchPurpose.Build, Path.Join(place.StartsWith('/') ? null : _place, place)));

        Assert.Equal(ScratchCodes.NoPlace, failure.Diagnostics[0].Code);
        Assert.Contains("TMPDIR", failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Join(_place, "missing")));
    }

    [Fact]
    public void Many_at_once_sweep_nothing_of_each_other()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round =>
        {
            using var folder = ScratchFolder.Create(ScratchPurpose.Build, _place);
            string file = Path.Join(folder.Path, "file");
            File.WriteAllText(file, $"{round}");
            Assert.Equal($"{round}", File.ReadAllText(file));
        });

        Assert.Empty(Directory.EnumerateFileSystemEntries(_place));
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>What a process that was killed leaves: a folder whose file nobody holds.</summary>
    private string Leave(string name)
    {
        string path = Path.Join(_place, name);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Join(path, ScratchFolder.OwnerFile), string.Empty);
        return path;
    }
}
