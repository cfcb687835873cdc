using System.Security.Cryptography;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Store.Errors;
using Slipway.Store.Settings;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Secrets;

public sealed class StoreSecretTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public StoreSecretTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SecretFile => Path.Join(_folder.Home, "secret");

    [Fact]
    public void An_id_is_the_same_in_every_process_and_another_in_every_store()
    {
        string id = _store.Secret.IdFor("mount", "level-3/x");
        using var again = _folder.Open();
        using var folder = new TestFolder();
        using var other = folder.Open();

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal(id, again.Secret.IdFor("mount", "level-3/x"));
        Assert.NotEqual(id, other.Secret.IdFor("mount", "level-3/x"));
        Assert.Equal(
            id,
            Convert.ToHexStringLower(
                HMACSHA256.HashData(File.ReadAllBytes(SecretFile), Encoding.UTF8.GetBytes("mount\0level-3/x"))));
    }

    [Fact]
    public void Purpose_and_text_do_not_run_into_each_other()
    {
        Assert.NotEqual(_store.Secret.IdFor("ab", "c"), _store.Secret.IdFor("a", "bc"));
        Assert.Throws<ArgumentException>(() => _store.Secret.IdFor("a\0b", "c"));
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("files have no modes");
            return;
        }

        _store.Secret.IdFor("a", "b");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretFile));
        Assert.Equal(32, new FileInfo(SecretFile).Length);
        Assert.Empty(Directory.GetFiles(Path.Join(_folder.Home, "oci", "tmp")));
    }

    [Fact]
    public async Task Processes_that_need_it_at_once_agree_on_it()
    {
        for (int round = 0; round < 3; round++)
        {
            string home = Path.Join(_folder.Path, $"home-{round}");
            string signal = Path.Join(_folder.Path, $"go-{round}");
            var children = Enumerable.Range(0, 6).Select(_ => ChildProcess.Start("secret", home, signal)).ToList();
            foreach (var child in children)
            {
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Cancel));
            }

            await File.WriteAllTextAsync(signal, "", Cancel);
            var ids = new HashSet<string>();
            foreach (var child in children)
            {
                using (child)
                {
                    ids.Add((await child.StandardOutput.ReadLineAsync(Cancel))!);
                    await child.ExpectSuccessAsync();
                }
            }

            Assert.Matches("^[0-9a-f]{64}$", Assert.Single(ids));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_damaged_one_is_refused_told_by_fsck_and_made_anew_after_a_repair(int size)
    {
        string before = _store.Secret.IdFor("a", "b");
        await File.WriteAllBytesAsync(SecretFile, new byte[size], Cancel);
        using var store = _folder.Open();

        var error = Assert.Throws<SlipwayException>(() => store.Secret.IdFor("a", "b"));
        Assert.Equal(StoreCodes.SecretDamaged, error.Diagnostics[0].Code);
        Assert.Equal(
            $"The store's secret {SecretFile} has {size} bytes, not 32", error.Diagnostics[0].Message);
        var problem = Assert.Single((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        Assert.Equal((FsckProblemKind.Secret, "secret"), (problem.Kind, problem.Subject));
        Assert.Equal(size, new FileInfo(SecretFile).Length);

        Assert.True((await store.Maintenance.CheckAsync(repair: true, null, Cancel)).Repaired);
        Assert.NotEqual(before, store.Secret.IdFor("a", "b"));
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task One_that_others_may_read_is_told_by_fsck_and_closed_by_a_repair()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("files have no modes");
            return;
        }

        string before = _store.Secret.IdFor("a", "b");
        File.SetUnixFileMode(SecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var problem = Assert.Single((await _store.Maintenance.CheckAsync(repair: true, null, Cancel)).Problems);

        Assert.Equal(FsckProblemKind.Secret, problem.Kind);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretFile));
        using var again = _folder.Open();
        Assert.Equal(before, again.Secret.IdFor("a", "b"));
    }

    [Fact]
    public async Task Gc_leaves_it_alone()
    {
        _store.Secret.IdFor("a", "b");
        File.SetLastWriteTimeUtc(SecretFile, DateTime.UtcNow.AddYears(-5));

        var plan = await _store.Maintenance.PlanGcAsync(new GcOptions(), Cancel);
        await _store.Maintenance.CollectAsync(plan, new GcOptions(), Cancel);

        Assert.True(File.Exists(SecretFile));
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_so()
    {
        using var store = EmbeddedStore.Open(new StoreOptions { Home = _folder.Home, ReadOnly = true });

        var error = Assert.Throws<SlipwayException>(() => store.Secret.IdFor("a", "b"));

        Assert.Equal(StoreCodes.ReadOnly, error.Diagnostics[0].Code);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
