using System.Diagnostics;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Database;

/// <summary>Whose a store is, and who can write it.</summary>
public sealed class OwnerTests : IDisposable
{
    private const uint Somebody = 12345;

    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The parts of a store that are its own, from its folder on.</summary>
    public static TheoryData<string> Parts =>
        ["", "oci", "oci/blobs", "oci/blobs/sha256", "oci/tmp", "locks", "logs", "index.db", "secret"];

    [Fact]
    public async Task With_any_umask_nobody_else_can_write_what_the_store_makes()
    {
        await WorkAsync("umask 000; exec \"$@\"");

        Assert.Equal("drwx------", ModeOf(_folder.Home));
        var made = Directory.EnumerateFileSystemEntries(_folder.Home, "*", SearchOption.AllDirectories).ToList();
        Assert.True(made.Count > 20);
        Assert.All(made, path => Assert.Equal(
            UnixFileMode.None, PathStatus.Of(path)!.Value.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)));
        using var store = _folder.Open();
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task What_the_umask_takes_away_stays_away()
    {
        await WorkAsync("umask 077; exec \"$@\"");

        Assert.All(
            Directory.EnumerateFileSystemEntries(_folder.Home, "*", SearchOption.AllDirectories),
            path => Assert.EndsWith("------", ModeOf(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folders_above_that_are_missing_are_nobody_elses_to_write_either()
    {
        using var deep = new TestFolder();
        string home = Path.Join(deep.Path, "a/b/home");
        await RunAsync("umask 000; exec \"$@\"", home);

        Assert.Equal("drwxr-xr-x", ModeOf(Path.Join(deep.Path, "a")));
        Assert.Equal("drwxr-xr-x", ModeOf(Path.Join(deep.Path, "a/b")));
    }

    [Fact]
    public async Task A_store_that_is_meant_for_several_has_the_modes_that_the_umask_gives()
    {
        await WorkAsync("umask 002; SLIPWAY_TEST_SHARED=1 exec \"$@\"");

        Assert.Equal("drwxrwxr-x", ModeOf(Path.Join(_folder.Home, "oci/blobs/sha256")));
        Assert.Equal("-rw-rw-r--", ModeOf(_folder.Database));
        Assert.All(Directory.GetFiles(_folder.Blobs), blob => Assert.Equal("-rw-rw-r--", ModeOf(blob)));
        Assert.All(
            Directory.GetFiles(Path.Join(_folder.Home, "locks")), file => Assert.Equal("-rw-rw-r--", ModeOf(file)));
    }

    [Fact]
    public async Task An_empty_folder_that_others_can_write_is_closed_before_it_is_used()
    {
        Directory.CreateDirectory(_folder.Home);
        SetMode(_folder.Home, "777");

        await FillAsync();

        Assert.Equal("drwxr-xr-x", ModeOf(_folder.Home));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_part_that_others_can_write_is_refused_with_the_command_that_mends_it(string part)
    {
        await FillAsync();
        SetMode(_folder.Home, "755");
        foreach (string mode in new[] { "o+w", "g+w,o-w" })
        {
            SetMode(Path.Join(_folder.Home, part), mode);
            await AssertRefusedAsync(StoreCodes.NotAlone, $"chmod -R go-w {_folder.Home}");
        }

        await MendAsync($"chmod -R go-w {_folder.Home}");
    }

    [Fact]
    public async Task Where_nobody_else_may_enter_it_does_not_matter_what_is_inside()
    {
        await FillAsync();
        foreach (string part in Parts.Select(row => row.Data).Where(part => part is not ("" or "secret")))
        {
            SetMode(Path.Join(_folder.Home, part), "o+w");
        }

        await AssertUsableAsync();
    }

    [Fact]
    public async Task A_folder_above_that_everybody_can_write_is_refused_unless_it_is_sticky()
    {
        await FillAsync();
        SetMode(_folder.Path, "777");
        await AssertRefusedAsync(StoreCodes.NotAlone, $"chmod o-w {_folder.Path}");
        await MendAsync($"chmod o-w {_folder.Path}");

        SetMode(_folder.Path, "1777");
        await AssertUsableAsync();
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_part_of_another_user_is_refused_with_the_command_that_mends_it(string part)
    {
        NeedRoot();
        await FillAsync();
        await Tools.RunAsync("chown", $"{Somebody}", Path.Join(_folder.Home, part));

        await AssertRefusedAsync(StoreCodes.NotAlone, $"chown -R 0 {_folder.Home}");
        await MendAsync($"chown -R 0 {_folder.Home}");
    }

    [Fact]
    public async Task Another_users_store_is_refused_by_root_too_and_used_where_that_is_meant()
    {
        NeedRoot();
        await FillAsync();
        await Tools.RunAsync("chown", "-R", $"{Somebody}", _folder.Home);
        await AssertRefusedAsync(StoreCodes.NotAlone, "SLIPWAY_SHARED_STORE=1");

        await AssertUsableAsync(isShared: true);
    }

    [Fact]
    public async Task Roots_store_can_be_read_by_others_when_it_is_opened_to_them()
    {
        NeedRoot();
        Needed.Program("setpriv", "util-linux");
        await FillAsync();
        SetMode(_folder.Path, "755");
        SetMode(_folder.Home, "755");

        string said = await RunAsync(
            $"exec setpriv --reuid {Somebody} --regid {Somebody} --clear-groups \"$@\"", _folder.Home, "read");

        Assert.Contains("found 1 entry", said, StringComparison.Ordinal);
        Assert.Contains("SLIP1401", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_part_that_is_a_link_is_refused_wherever_it_leads(string part)
    {
        await FillAsync();
        if (part.Length == 0)
        {
            // The store's own folder may be one: whoever says where the store is says that.
            string moved = Path.Join(_folder.Path, "moved");
            Directory.Move(_folder.Home, moved);
            File.CreateSymbolicLink(_folder.Home, moved);
            await AssertUsableAsync();
            return;
        }

        string path = Path.Join(_folder.Home, part);
        string elsewhere = Path.Join(_folder.Path, "elsewhere");
        await Tools.RunAsync("mv", path, elsewhere);
        foreach (string target in new[] { elsewhere, "/nowhere", Path.GetFileName(path), "/dev/zero" })
        {
            File.CreateSymbolicLink(path, target);
            await AssertRefusedAsync(StoreCodes.Elsewhere, "Remove it");
            File.Delete(path);
        }

        await Tools.RunAsync("mkfifo", path);
        await AssertRefusedAsync(StoreCodes.Elsewhere, "Remove it");
        File.Delete(path);
        await Tools.RunAsync("mv", elsewhere, path);
        await AssertUsableAsync();
    }

    [Theory]
    [InlineData("index.db-wal")]
    [InlineData("index.db-shm")]
    [InlineData("index.db-journal")]
    public async Task A_companion_of_the_database_that_is_no_file_is_refused(string name)
    {
        await FillAsync();
        string path = Path.Join(_folder.Home, name);
        Directory.CreateDirectory(path);
        await AssertRefusedAsync(StoreCodes.Elsewhere, "Remove it");
        Directory.Delete(path);
        File.CreateSymbolicLink(path, "/etc/passwd");
        await AssertRefusedAsync(StoreCodes.Elsewhere, "Remove it");
    }

    [Fact]
    public async Task A_blob_that_is_a_link_is_damaged_whatever_it_leads_to()
    {
        await FillAsync();
        string blob = Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!;
        string elsewhere = Path.Join(_folder.Path, "elsewhere");
        File.Move(blob, elsewhere);
        File.CreateSymbolicLink(blob, elsewhere);
        using var store = _folder.Open();

        Assert.Null(await store.Images.FindAsync(TestImage.Small.Hash, Cancel));
        var problem = Assert.Single((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        Assert.Contains("is a link", problem.Message, StringComparison.Ordinal);
        Assert.True((await store.Maintenance.CheckAsync(repair: true, null, Cancel)).Repaired);

        Assert.False(Path.Exists(blob));
        Assert.True(File.Exists(elsewhere));
    }

    public void Dispose() => _folder.Dispose();

    private static void NeedRoot() => Needed.Or(Environment.UserName == "root", "root, who alone gives files away");

    private static void SetMode(string path, string mode)
    {
        using var chmod = Process.Start("chmod", [mode, path]);
        chmod.WaitForExit();
        Assert.Equal(0, chmod.ExitCode);
    }

    private static string ModeOf(string path)
    {
        var status = PathStatus.Of(path)!.Value;
        string bits = string.Concat(Enumerable.Range(0, 9).Select(
            bit => ((int)status.Mode & (0x100 >> bit)) == 0 ? '-' : "rwx"[bit % 3]));
        return (status.Kind == EntryKind.Folder ? "d" : "-") + bits;
    }

    private async Task FillAsync()
    {
        using var store = _folder.Open();
        await TestImage.Small.PutAsync(store);
        await TestBuild.IndexAsync(
            store,
            "a.b",
            TestBuild.Record(
                new InputsDigest(TestImage.Small.Hash.Sha256), TestImage.Small.Hash, _folder.Clock.GetUtcNow()),
            _folder.Clock.GetUtcNow().AddDays(1));
        _ = store.Secret.IdFor("test", "x");
    }

    /// <summary>Each way in is shut: reading and writing, the database and the blobs.</summary>
    private async Task AssertRefusedAsync(DiagnosticCode code, string remedy)
    {
        Func<EmbeddedStore, Task>[] uses =
        [
            store => store.Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel),
            store => store.Builds.ListAsync(ImageName.Parse("base"), 1, Cancel),
            store => store.Images.FindAsync(TestImage.Small.Hash, Cancel),
            store => store.Images.PutBlobAsync("x"u8.ToArray(), Cancel),
            TestImage.Small.PutAsync,
            store => store.Locks.AcquireAsync(InputsDigest.Of("x"u8), null, Cancel),
            store => Task.FromResult(store.Builds.CreateLog(BuildId.New())),
            store => Task.FromResult(store.Secret.IdFor("test", "x")),
            store => store.Maintenance.CheckAsync(repair: false, null, Cancel),
            store => store.Maintenance.CheckAsync(repair: true, null, Cancel),
            store => store.Maintenance.PlanGcAsync(new(), Cancel),
        ];
        foreach (var use in uses)
        {
            using var store = _folder.Open();
            var failure = await Assert.ThrowsAsync<SlipwayException>(() => use(store));
            Assert.Equal(code, failure.Diagnostics[0].Code);
            Assert.Contains(remedy, failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
        }
    }

    private async Task MendAsync(string command)
    {
        string[] words = command.Split(' ');
        await Tools.RunAsync(words[0], words[1..]);
        await AssertUsableAsync();
    }

    private async Task AssertUsableAsync(bool isShared = false)
    {
        using var store = _folder.Open(options => options with { IsShared = isShared });
        Assert.NotNull(await store.Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel));
        await store.Images.PutBlobAsync("usable"u8.ToArray(), Cancel);
        await TestImage.Small.PutAsync(store);
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    private Task<string> WorkAsync(string shell) => RunAsync(shell, _folder.Home);

    private static Task<string> RunAsync(string shell, string home, string what = "work") => Tools.RunAsync(
        "sh", "-c", shell, "sh", Path.Join(AppContext.BaseDirectory, "Slipway.Store.Tests"),
        ChildProcess.Marker, what, home, "3", "p");
}
