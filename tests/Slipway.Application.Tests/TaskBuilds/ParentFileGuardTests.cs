using Slipway.Application.TaskBuilds;
using Slipway.Application.Tests.Trusting;
using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tests.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>A parent that is handed in as a file, which its task's worker signed for.</summary>
public sealed class ParentFileGuardTests : IDisposable
{
    private static readonly TaskId Child = TaskId.Parse("HAz8620TRyqM8D7V1yXEIw");

    private readonly TaskBench _bench = new();
    private readonly ScriptedEngine _engine = new();
    private readonly List<Diagnostic> _warnings = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string ParentFile => Path.Join(_bench.Folder, "parent.tar.zst");

    [Fact]
    public async Task What_its_worker_signed_is_taken()
    {
        byte[] signed = await BuildAsync(1);

        var image = await FetchAsync(signed, signed, whileRead: null);

        Assert.Equal((await _bench.TakeAsync(signed)).ImageHash, image.ImageHash);
    }

    [Fact]
    public async Task Something_else_is_refused()
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(
            async () => await FetchAsync(await BuildAsync(1), await BuildAsync(2), whileRead: null));

        Assert.Equal(TrustCodes.ArtifactMismatch, refused.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Something_else_is_refused_too_when_the_signed_bytes_take_its_place_after_it_was_read()
    {
        byte[] signed = await BuildAsync(1);

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            async () => await FetchAsync(signed, await BuildAsync(2), whileRead: signed));

        Assert.Equal(TrustCodes.ArtifactMismatch, refused.Diagnostics[0].Code);
        Assert.Equal(signed, await File.ReadAllBytesAsync(ParentFile, Cancel));
    }

    [Fact]
    public async Task Bytes_behind_the_image_are_a_part_of_what_was_signed()
    {
        byte[] signed = await BuildAsync(1);

        await Assert.ThrowsAsync<SlipwayException>(
            () => FetchAsync(signed, [.. signed, .. new byte[1 << 20]], whileRead: null));
    }

    public void Dispose() => _bench.Dispose();

    private async Task<byte[]> BuildAsync(byte content) =>
        (await _bench.RunAsync(_bench.Ask("base", Tars.Of("FROM scratch\n", ("file", [content]))), _engine)).File;

    private async Task<StoredImage> FetchAsync(byte[] signed, byte[] there, byte[]? whileRead)
    {
        var chain = GoldenChain.Intact();
        ChainForge.Resign(chain, Child.Value, statement =>
            statement["artifacts"]!["public/image.tar.zst"]!["sha256"] = Sha256Digest.Of(signed).ToString());
        var golden = new GoldenServices(chain);
        string policy = Path.Join(_bench.Folder, "policy.yml");
        await File.WriteAllTextAsync(
            policy,
            PolicyWriter.Write(golden.Policy, "a test", new DateOnly(2026, 11, 29), "it is golden").Replace(
                "  1: off\n  2: warn\n  3: warn\n", "  3: require\n", StringComparison.Ordinal),
            Cancel);
        var policies = new PolicyFinder(policy, () => null, _warnings.Add);
        using var store = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(_bench.Folder, "parents") });
        using var statements = new StatementGuard(
            policies,
            push: null,
            new StatementPlaces(
                () => store.Statements, keeps: false, () => null, () => throw new NotSupportedException()),
            TimeProvider.System,
            new Told(_warnings),
            memory: null);
        var tasks = new TrustGuard(
            () => new ChainServices(golden, golden, golden, NoSources.Instance),
            policies,
            level: null,
            TimeProvider.System,
            new Told(_warnings),
            memory: null);
        await File.WriteAllBytesAsync(ParentFile, there, Cancel);
        var ports = new TaskBuildPorts
        {
            Engine = _engine,
            Store = store.Images,
            Secret = store.Secret,
            Artifacts = () => golden,
            Queue = () => throw new NotSupportedException(),
            Images = () => throw new NotSupportedException(),
            ParentFiles = new ParentFileGuard(tasks, statements, Child),
            WorkFolder = _bench.Folder,
        };
        return await new ParentFetcher(ports, ParentFile, new Swap(ParentFile, whileRead)).FetchAsync(
            new ParentUse(ParentFinder.Parent, null, []), Cancel);
    }

    /// <summary>Puts another file in the place of one that is open and was read.</summary>
    private sealed class Swap(string path, byte[]? content) : IProgress<long>
    {
        public void Report(long value)
        {
            if (content is not null)
            {
                File.WriteAllBytes($"{path}.new", content);
                File.Move($"{path}.new", path, overwrite: true);
            }
        }
    }
}
