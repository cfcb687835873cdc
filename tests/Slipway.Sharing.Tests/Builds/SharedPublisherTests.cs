using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Contracts;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Placing;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Builds;

/// <summary>What two machines send to each other by Debian's docker-registry.</summary>
public sealed class SharedPublisherTests(PlainRegistry registry) : IClassFixture<PlainRegistry>, IDisposable
{
    private static readonly byte[] Shared = TestImage.Layer("shared", 50_000);

    private static readonly TestImage Parent = new(Shared, TestImage.Layer("parent", 900));

    private static readonly TestImage Child = new(
        [.. Parent.Layers, TestImage.Layer("child", 700)]);

    private static readonly JsonSerializerOptions AsRegistriesHaveIt =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RegistryClient _client = SharedRegistry.Client();
    private readonly List<Machine> _machines = [];
    private RepositoryName? _root;
    private CountingRegistry? _counting;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CountingRegistry Counting => _counting ??= new CountingRegistry(_client);

    [Fact]
    public async Task Another_machine_fetches_only_the_layers_that_it_lacks()
    {
        var parent = await New().BuildAsync(Parent);
        var child = await New().BuildAsync(Child, "app", "more");
        var other = New();
        await other.FindAsync(parent);
        await other.FindAsync(child);

        Assert.Equal(Parent.Hash, (await FetchAsync(other, parent.Image))!.ImageHash);
        Assert.Equal(2, Count("copy"));
        Assert.Equal(Child.Hash, (await FetchAsync(other, child.Image))!.ImageHash);
        Assert.Equal(3, Count("copy"));
    }

    [Fact]
    public async Task An_engine_that_has_lower_layers_gets_the_others_and_only_what_nobody_here_has_is_fetched()
    {
        var parent = await New().BuildAsync(Parent);
        var child = await New().BuildAsync(Child, "app", "more");
        var other = New();
        await other.FindAsync(child);
        var remote = await other.Shared.OpenAsync(child.Image, Cancel);

        Assert.Equal(["child"], await ArchiveAsync(2));
        Assert.Equal(1, Count("copy"));
        Assert.Null(await other.Store.Images.FindAsync(Child.Hash, Cancel));

        await other.FindAsync(parent);
        await FetchAsync(other, parent.Image);
        int copied = Count("copy");
        Assert.Equal(["parent", "child"], await ArchiveAsync(1));
        Assert.Equal(copied + 1, Count("copy"));

        Assert.Equal(["shared", "parent", "child"], await ArchiveAsync(0));
        Assert.NotNull(await other.Store.Images.FindAsync(Child.Hash, Cancel));

        async Task<IEnumerable<string>> ArchiveAsync(int skip)
        {
            using var archive = new MemoryStream();
            await remote!.WriteArchiveAsync(skip, asLayout: false, archive, null, Cancel);
            var names = new[] { "shared", "parent", "child" };
            var found = new List<string>();
            archive.Position = 0;
            await using var tar = new System.Formats.Tar.TarReader(archive);
            while (await tar.GetNextEntryAsync(copyData: true, Cancel) is { } entry)
            {
                for (int layer = 0; layer < names.Length; layer++)
                {
                    if (entry.Name == $"{DiffId.Of(Child.Layers[layer])}.tar" && entry.DataStream is { Length: > 0 })
                    {
                        found.Add(names[layer]);
                    }
                }
            }

            return found;
        }
    }

    [Fact]
    public async Task Who_takes_a_layout_gets_it_out_of_the_store_with_the_sizes_of_all_layers()
    {
        await New().BuildAsync(Parent);
        var child = await New().BuildAsync(Child, "app", "more");
        var other = New();
        await other.FindAsync(child);
        var remote = await other.Shared.OpenAsync(child.Image, Cancel);
        using var archive = new MemoryStream();

        await remote!.WriteArchiveAsync(2, asLayout: true, archive, null, Cancel);

        Assert.NotNull(await other.Store.Images.FindAsync(Child.Hash, Cancel));
        archive.Position = 0;
        var names = new List<string>();
        await using var tar = new System.Formats.Tar.TarReader(archive);
        while (await tar.GetNextEntryAsync(copyData: true, Cancel) is { } entry)
        {
            names.Add(entry.Name);
        }

        Assert.Contains("index.json", names);
        Assert.Contains($"blobs/sha256/{DiffId.Of(Child.Layers[2])}", names);
        Assert.DoesNotContain($"blobs/sha256/{DiffId.Of(Child.Layers[0])}", names);
    }

    [Fact]
    public async Task Only_layers_that_are_not_there_are_sent_and_the_others_taken_over()
    {
        var parent = await New().BuildAsync(Parent);
        int sent = Count("upload");
        var other = New();
        await other.FindAsync(parent);
        await FetchAsync(other, parent.Image);

        await other.BuildAsync(Child, "app", "more");

        // The child's own layer and its config; and what explains it: nothing, the inputs, the record and the log.
        Assert.Equal(2 + 4, Count("upload") - sent);
        Assert.Equal(2, Count("mount"));
    }

    [Fact]
    public async Task What_was_shared_is_not_sent_again()
    {
        var machine = New();
        await machine.BuildAsync(Parent);
        int sent = Count("upload");

        await machine.BuildAsync(Parent);

        // The record of the second build, whose log has the same text.
        Assert.Equal(1, Count("upload") - sent);
    }

    [Fact]
    public async Task Two_builds_of_one_image_have_manifests_of_their_own()
    {
        var first = await New().BuildAsync(Parent);
        var before = await _client.FindManifestAsync(Tag(first), Cancel);
        var second = await New().BuildAsync(Parent);
        var after = await _client.FindManifestAsync(Tag(second), Cancel);

        Assert.NotEqual(before!.RepoDigest, after!.RepoDigest);
        Assert.Equal(second.Build, (await New().FindAsync(first))?.Build);
    }

    [Fact]
    public async Task Every_machine_has_the_record_the_log_and_the_inputs()
    {
        var built = await New().BuildAsync(Parent);
        var other = New();

        var records = await other.Shared.Builds.ListAsync(ImageName.Parse("base"), 10, Cancel);
        var record = Assert.Single(records);
        Assert.Equal(built.Build, record.Id);
        Assert.Equal(Parent.Hash, record.ImageHash);
        Assert.Equal("0123456789", record.Revision);
        Assert.Equal("level-3", record.Scope.Text);
        Assert.Equal(record, await other.Shared.Builds.FindAsync(built.Build, Cancel) is { } found
            ? found with { Externals = record.Externals } : null);
        Assert.Equal(record.Id, Assert.Single(await other.Shared.Builds.ListByDigestAsync(
            built.Digest!.Value.ToString()[..8], 5, Cancel)).Id);
        Assert.Equal("inputs"u8.ToArray(), await other.Shared.Records.FindInputsAsync(built.Digest!.Value, Cancel));
        using var reader = new StreamReader(
            (await other.Shared.Records.FindLogAsync(ImageName.Parse("base"), built.Build, Cancel))!);
        Assert.Equal("the log of base\n", await reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task An_image_is_had_by_the_id_of_its_build_alone()
    {
        var built = await New().BuildAsync(Parent);
        var other = New();

        Assert.NotNull(await other.Shared.Builds.FindAsync(built.Build, Cancel));

        Assert.Equal(Parent.Hash, (await FetchAsync(other, built.Image))?.ImageHash);
    }

    [Fact]
    public async Task What_explains_an_image_is_listed_under_it()
    {
        var built = await New().BuildAsync(Parent);
        var image = await _client.FindManifestAsync(Tag(built), Cancel);

        var referrers = await _client.ListReferrersAsync(
            Tag(built).Repository, image!.Descriptor.Digest, Cancel);

        Assert.Equal(
            [
                "application/vnd.dev.slipway.build.v1+json",
                "application/vnd.dev.slipway.inputs.v1+json",
                "application/vnd.dev.slipway.log.v1+gzip",
            ],
            referrers.Select(referrer => referrer.ArtifactType).Order());
    }

    [Fact]
    public async Task A_build_that_failed_has_a_record_and_a_log_too()
    {
        var machine = New();
        var record = TestBuild.Record(InputsDigest.Of("broken"u8), null, DateTimeOffset.UtcNow, level: 3);
        await using (var log = machine.Store.Builds.CreateLog(record.Id))
        {
            await log.WriteAsync("it failed"u8.ToArray(), Cancel);
        }

        await machine.Shared.Sharing.ShareFailureAsync(record, Cancel);

        var other = New();
        Assert.Equal(BuildResult.Failed, (await other.Shared.Builds.FindAsync(record.Id, Cancel))?.Result);
        Assert.NotNull(await other.Shared.Records.FindLogAsync(record.Image, record.Id, Cancel));
        Assert.Null(await other.Shared.Index.FindAsync(
            IndexNamespace.Parse($"gecko.cache.level-3.docker.v2.base.hash.{record.Digest}"), Cancel));
    }

    [Fact]
    public async Task Where_nothing_may_be_written_that_is_told_once_and_the_build_stays_here()
    {
        Counting.Denied = "level-3/base";
        var machine = New();

        await machine.BuildAsync(Parent);
        await machine.BuildAsync(Parent);

        Assert.False(machine.Shared.Sharing.IsShared);
        var warning = Assert.Single(machine.Warnings);
        Assert.Equal(SharingCodes.ReadOnly, warning.Code);
        Assert.Contains("level-3/base", warning.Message, StringComparison.Ordinal);
        Assert.NotNull(await machine.Store.Images.FindAsync(Parent.Hash, Cancel));
    }

    [Fact]
    public async Task What_is_used_is_asked_for_by_digest_whatever_the_tag_leads_to_by_now()
    {
        var built = await New().BuildAsync(Parent);
        var other = New();
        await other.FindAsync(built);
        await New().BuildAsync(Child, "base", "inputs");

        Assert.Equal(Parent.Hash, (await FetchAsync(other, built.Image))!.ImageHash);
    }

    [Fact]
    public async Task What_somebody_put_in_the_place_of_a_layer_is_taken_over_by_nobody()
    {
        var parent = await New().BuildAsync(Parent);
        var foreign = await ReplaceAsync(parent, 1);
        var other = New();
        await Parent.PutAsync(other.Store);
        await other.FindAsync(parent);

        var child = await other.BuildAsync(Child, "app", "more");

        var manifest = await _client.FindManifestAsync(
            ImageReference.Parse($"{_root}/level-3/app:hash.{child.Digest}"), Cancel);
        Assert.DoesNotContain(foreign.ToString(), Text(manifest!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_layer_that_is_here_a_manifest_is_not_believed_what_it_is_packed_as()
    {
        var parent = await New().BuildAsync(Parent);
        var foreign = await ReplaceAsync(parent, 0);
        var other = New();
        await new TestImage(Shared).PutAsync(other.Store);
        var found = await other.FindAsync(parent);

        await FetchAsync(other, found!.Image);

        var packed = await other.Store.Images.FindPackedAsync(DiffId.Of(Shared), LayerFormat.Gzip, Cancel);
        Assert.NotEqual(foreign, packed?.Digest);
        Assert.NotNull(await other.Store.Images.FindPackedAsync(
            DiffId.Of(Parent.Layers[1]), LayerFormat.Gzip, Cancel));
    }

    [Fact]
    public async Task A_manifest_is_of_an_image_when_it_has_its_layers_and_can_be_read_in_one_way_only()
    {
        var machine = New();
        var entry = await machine.BuildAsync(Parent);
        var image = (await machine.Store.Images.FindAsync(Parent.Hash, Cancel))!;
        var proof = new ManifestProof(machine.Store.Images);
        var own = (await _client.FindManifestAsync(Tag(entry), Cancel))!;
        string text = Text(own);

        Assert.True(await proof.IsOfAsync(own, image, Cancel));
        Assert.False(await proof.IsOfAsync(
            Manifest(text.Replace("\"layers\"", "\"Layers\":[],\"layers\"", StringComparison.Ordinal)), image, Cancel));
        Assert.False(await proof.IsOfAsync(Manifest(text + " "), image, Cancel));
        await ReplaceAsync(entry, 1);
        Assert.False(await proof.IsOfAsync((await _client.FindManifestAsync(Tag(entry), Cancel))!, image, Cancel));
    }

    public void Dispose()
    {
        _machines.ForEach(machine => machine.Dispose());
        _client.Dispose();
    }

    private static async Task<StoredImage?> FetchAsync(Machine machine, BuiltImage image) =>
        await machine.Shared.Source.FetchAsync(image, null, Cancel);

    private ImageReference Tag(Slipway.Model.Indexing.IndexEntry entry) =>
        ImageReference.Parse($"{_root}/level-3/base:hash.{entry.Digest}");

    /// <summary>Puts something else in the place of a layer, as anybody can who may write there.</summary>
    private async Task<Sha256Digest> ReplaceAsync(Slipway.Model.Indexing.IndexEntry entry, int layer)
    {
        var foreign = SmallBlob.Of(OciMediaTypes.LayerGzip, Encoding.UTF8.GetBytes($"foreign {Guid.NewGuid()}"));
        await foreign.PlaceAsync(_client, Tag(entry).Repository, Cancel);
        var manifest = JsonNode.Parse((await _client.FindManifestAsync(Tag(entry), Cancel))!.Content.Span)!;
        manifest["layers"]![layer]!["digest"] = foreign.Descriptor.Digest.ToOciString();
        manifest["layers"]![layer]!["size"] = foreign.Descriptor.Size;
        string text = manifest.ToJsonString(AsRegistriesHaveIt);
        await _client.PutManifestAsync(Tag(entry).Repository, Tag(entry).Tag, Manifest(text), Cancel);
        return foreign.Descriptor.Digest;
    }

    private static string Text(RegistryManifest manifest) => Encoding.UTF8.GetString(manifest.Content.Span);

    private static RegistryManifest Manifest(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return new RegistryManifest(
            new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(content), content.Length), content);
    }

    private int Count(string what) =>
        Counting.Asked.Count(asked => asked.StartsWith($"{what} ", StringComparison.Ordinal));

    private Machine New()
    {
        _root ??= SharedRegistry.NewRoot(registry.Host);
        var machine = new Machine(_root, Counting, 3, "base", "app");
        _machines.Add(machine);
        return machine;
    }
}
