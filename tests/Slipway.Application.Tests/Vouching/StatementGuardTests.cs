using System.Collections.Immutable;
using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Tests.Support;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tests.Registries;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Application.Tests.Vouching;

/// <summary>Statements of registries, in every place where they may lie, and registries that do not say it.</summary>
public sealed class StatementGuardTests : IDisposable
{
    private const string Insisting = "must-check: [parents]\n";

    private static readonly DateTimeOffset Made = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-statements-");
    private readonly RegistryClient _client = Clients.Create();
    private readonly RecordedFeedback _told = new();
    private readonly SigningKey _key = SigningKey.Create(SigningAlgorithm.EcdsaP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("referrers")]
    [InlineData("tag of its own")]
    public async Task A_statement_is_found_wherever_a_registry_lists_it(string place)
    {
        await using var registry = new StrictRegistry(new RegistryProfile { KeepsReferrers = true });
        var image = await PushAsync(registry.Host);
        await LayAsync(image, place);

        await Guard("require").AdmitAsync([image], Cancel);

        Assert.Empty(_told.Warnings);
    }

    [Theory]
    [InlineData("fallback tag")]
    [InlineData("tag of its own")]
    public async Task A_registry_that_lists_nothing_has_it_under_a_tag(string place)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await PushAsync(registry.Host);
        await LayAsync(image, place);

        await Guard("require").AdmitAsync([image], Cancel);

        Assert.Empty(_told.Warnings);
    }

    [Theory]
    [InlineData("/referrers/", 500)]
    [InlineData("/referrers/", 503)]
    [InlineData("/tags/list", 500)]
    [InlineData("/tags/list", 403)]
    public async Task A_registry_that_does_not_say_it_vouches_for_nothing(string path, int status)
    {
        bool isBroken = false;
        await using var registry = new StrictRegistry(new RegistryProfile { KeepsReferrers = true })
        {
            Before = async exchange =>
            {
                if (!isBroken || !exchange.Path.Contains(path, StringComparison.Ordinal))
                {
                    return false;
                }

                await exchange.AnswerAsync(status);
                return true;
            },
        };
        var image = await PushAsync(registry.Host);
        await LayAsync(image, path.Contains("referrers", StringComparison.Ordinal) ? "tag of its own" : "referrers");
        isBroken = true;

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => Guard("require").AdmitAsync([image], Cancel));
        await Guard("warn").AdmitAsync([image], Cancel);

        Assert.Equal(TrustCodes.StatementsUnreachable, refused.Diagnostics[0].Code);
        Assert.Equal(ExitCode.CheckFailed, refused.Diagnostics[0].Code.Exit);
        Assert.Contains("could not be fetched", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal(TrustCodes.StatementsUnreachable, Assert.Single(_told.Warnings).Code);
    }

    [Fact]
    public async Task What_the_store_has_is_enough_and_nobody_is_asked()
    {
        await using var registry = new StrictRegistry(new RegistryProfile { KeepsReferrers = true });
        var image = await PushAsync(registry.Host);
        int asked = registry.Server.Requests.Count;
        var store = new MemoryStatements();
        await store.AddAsync(image.Hash, Statement(image), Cancel);

        await Guard("require", store).AdmitAsync([image], Cancel);

        Assert.Equal(asked, registry.Server.Requests.Count);
    }

    [Fact]
    public async Task Several_images_are_told_of_at_once_and_each_once()
    {
        var one = Local("one");
        var two = Local("two");
        var guard = Guard("warn");

        await guard.AdmitAsync([one, two], Cancel);
        await guard.AdmitAsync([two, one], Cancel);
        await guard.AdmitAsync([new UsedImage(two.Image)], Cancel);

        Assert.Contains("one and two are refused", Assert.Single(_told.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_of_another_image_is_none_of_this_one()
    {
        var store = new MemoryStatements();
        var image = Local("one");
        await store.AddAsync(image.Hash, Statement(Local("two")), Cancel);

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => Guard("require", store).AdmitAsync([image], Cancel));

        Assert.Contains("rule 8.5", refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_manifest_of_the_same_config_is_not_vouched_for()
    {
        var store = new MemoryStatements();
        var image = Local("one") with
        {
            Published = (RepositoryName.Parse("127.0.0.1:1/one"), Sha256Digest.Of("manifest"u8)),
        };
        await store.AddAsync(image.Hash, Statement(image), Cancel);
        var guard = Guard("require", store);
        await guard.AdmitAsync([image], Cancel);

        // Whoever writes to a registry can put other layers behind a config.
        await using var registry = new StrictRegistry(new RegistryProfile { KeepsReferrers = true });
        var other = image with { Published = (Repositories.New(registry.Host), Sha256Digest.Of("other"u8)) };
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync([other], Cancel));

        Assert.Contains("rule 8.5", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("the manifest", refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_knows_the_image_takes_what_was_found_of_it_as_what_it_is()
    {
        var store = new MemoryStatements();
        var image = Local("one");
        await store.AddAsync(image.Hash, Statement(image), Cancel);
        var guard = Guard("require", store);
        var other = image with { Name = ImageName.Parse("two") };

        await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync([other], Cancel));

        await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync([new UsedImage(image.Image)], Cancel));
        await guard.AdmitAsync([image], Cancel);
    }

    [Theory]
    [InlineData("require", false)]
    [InlineData("warn", true)]
    [InlineData("off", true)]
    public async Task Who_can_do_without_an_image_is_only_told_whether_it_may_be_used(string trust, bool isAllowed)
    {
        Assert.Equal(isAllowed, await Guard(trust).AllowsAsync(Local("one"), Cancel));
        Assert.Empty(_told.Warnings);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static UsedImage Local(string name) => new(new BuiltImage(
        BuildId.New(), ImageHash.Of(System.Text.Encoding.UTF8.GetBytes(name))))
    {
        Name = ImageName.Parse(name),
    };

    private async Task<UsedImage> PushAsync(string host)
    {
        var repository = Repositories.New(host);
        var image = TestImage.Create($"{Guid.NewGuid():n}");
        await image.PushAsync(_client, repository, "1");
        return new UsedImage(new BuiltImage(BuildId.New(), ImageHash.From(image.Config.Descriptor.Digest)))
        {
            Name = ImageName.Parse("one"),
            Published = (repository, image.Manifest.Descriptor.Digest),
        };
    }

    private async Task LayAsync(UsedImage image, string place, SigningKey? signer = null)
    {
        var (repository, digest) = image.Published!.Value;
        var statement = Statement(image, signer);
        var beside = new RegistryStatements(_client, repository);
        if (place == "tag of its own")
        {
            await beside.PutAsideAsync(image.Hash.Sha256, statement, Made, Cancel);
            return;
        }

        // As another program lays it: listed, and under no tag of Slipway's.
        var subject = (await _client.FindManifestAsync(
            new ImageReference(repository, null, new RepoDigest(digest)), Cancel))!.Descriptor;
        var empty = Blob.Of("{}"u8.ToArray(), OciMediaTypes.Empty);
        var bundle = Blob.Of(statement, SigstoreBundle.MediaType);
        await _client.UploadAsync(repository, empty);
        await _client.UploadAsync(repository, bundle);
        await _client.PutReferrerAsync(
            repository,
            "theirs",
            ImageManifestWriter.Write(
                empty.Descriptor, [bundle.Descriptor], artifactType: SigstoreBundle.MediaType, subject: subject),
            Cancel);
        Assert.Equal(
            place == "fallback tag", (await _client.ListTagsAsync(repository, Cancel)).Contains($"sha256-{digest}"));
    }

    private byte[] Statement(UsedImage image, SigningKey? signer = null, params UsedImage[] parents)
    {
        byte[] payload = ProvenanceWriter.Write(new Provenance
        {
            Subjects =
            [
                new StatementSubject("manifest", image.Published?.Manifest ?? Sha256Digest.Of("none"u8)),
                new StatementSubject("config", image.Hash.Sha256),
            ],
            Image = image.Name!.Value,
            Digest = InputsDigest.Of("inputs"u8),
            Inputs = Sha256Digest.Of("manifest"u8),
            Level = Level.Highest,
            Builder = "https://ci.example.org/release",
            Build = image.Image.Build,
            Parents = parents.ToImmutableSortedDictionary(
                parent => parent.Name!.Value.Value, parent => parent.Hash, StringComparer.Ordinal),
            Engine = "docker 20.10.24",
            Started = Made,
            Finished = Made,
        });
        var key = signer ?? _key;
        return new SigstoreBundle(payload, key.Sign(Dsse.Encode(Dsse.StatementType, payload)), key.Key.Hint).ToBytes();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_remedy_tells_to_run_is_about_the_same_level_and_policy(bool isSignedByStranger)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await PushAsync(registry.Host);
        if (isSignedByStranger)
        {
            await LayAsync(image, "tag of its own", SigningKey.Create(SigningAlgorithm.EcdsaP256));
        }

        var guard = Guard("require");
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync([image], Cancel));

        string remedy = refused.Diagnostics[0].Remedy;
        Assert.Contains(
            isSignedByStranger ? "slipway trust verify" : "slipway trust attest", remedy, StringComparison.Ordinal);
        Assert.Contains(" --level 3", remedy, StringComparison.Ordinal);
        Assert.Equal(
            isSignedByStranger, remedy.Contains($" --policy {_folder.FullName}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_of_a_parent_is_another_thing_than_what_is_wrong_with_it()
    {
        var parent = Local("base");
        var image = Local("one");
        var store = new MemoryStatements();
        await store.AddAsync(image.Hash, Statement(image, null, parent), Cancel);

        var missing = await RefusedAsync(image, store);
        await store.AddAsync(parent.Hash, Statement(parent, SigningKey.Create(SigningAlgorithm.EcdsaP256)), Cancel);
        var wrong = await RefusedAsync(image, store);
        await store.AddAsync(parent.Hash, Statement(parent), Cancel);

        await Guard("require", store, Insisting).AdmitAsync([image], Cancel);
        Assert.Contains("rule 8.7", missing.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'slipway trust attest base --level 3', and then 'slipway trust attest one --level 3'",
            missing.Remedy,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Do not use", missing.Remedy, StringComparison.Ordinal);
        Assert.Contains("rule 8.7", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Mend what is wrong with its parent", wrong.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_a_file_beside_an_image_is_kept_with_it()
    {
        var image = Local("one") with { BundleFile = Path.Join(_folder.FullName, "one.tar.sigstore.json") };
        await File.WriteAllBytesAsync(image.BundleFile, Statement(image), Cancel);
        var store = new MemoryStatements();

        await Guard("require", store).AdmitAsync([image], Cancel);
        await Guard("require", store).AdmitAsync([image], Cancel);

        Assert.Single(await store.FindAsync(image.Hash.Sha256, Cancel));
    }

    [Fact]
    public async Task What_is_remembered_is_kept_all_the_same_and_then_nobody_is_asked()
    {
        await using var registry = new StrictRegistry(new RegistryProfile { KeepsReferrers = true });
        var parent = Local("base");
        var image = await PushAsync(registry.Host);
        var beside = new RegistryStatements(_client, image.Published!.Value.Repository);
        await beside.PutAsideAsync(image.Hash.Sha256, Statement(image, null, parent), Made, Cancel);
        await beside.PutAsideAsync(parent.Hash.Sha256, Statement(parent), Made, Cancel);
        await beside.PutAsideAsync(
            parent.Hash.Sha256, Statement(parent, SigningKey.Create(SigningAlgorithm.EcdsaP256)), Made, Cancel);
        using var home = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(_folder.FullName, "home") });
        var memory = new StatementVerdicts(_folder.FullName, home.Secret, TimeProvider.System);
        await Guard("require", new MemoryStatements(), Insisting, memory).AdmitAsync([image], Cancel);
        var store = new MemoryStatements();

        await Guard("require", store, Insisting, memory).AdmitAsync([image], Cancel);
        int asked = registry.Server.Requests.Count;
        await Guard("require", store, Insisting, memory).AdmitAsync([image], Cancel);

        Assert.Equal(asked, registry.Server.Requests.Count);
        Assert.Single(await store.FindAsync(image.Hash.Sha256, Cancel));
        Assert.Single(await store.FindAsync(parent.Hash.Sha256, Cancel));
        // And where the registry does not answer, what was accepted lately counts.
        await registry.DisposeAsync();
        await Guard("require", new MemoryStatements(), Insisting, memory).AdmitAsync([image], Cancel);
    }

    private async Task<Diagnostic> RefusedAsync(UsedImage image, MemoryStatements store) =>
        (await Assert.ThrowsAsync<SlipwayException>(
            () => Guard("require", store, Insisting).AdmitAsync([image], Cancel))).Diagnostics[0];

    private StatementGuard Guard(
        string trust, MemoryStatements? store = null, string more = "", StatementVerdicts? memory = null)
    {
        string file = Path.Join(_folder.FullName, $"{trust}.yml");
        File.WriteAllText(
            file, $"trust: {{3: {trust}}}\nsigners: [{{name: release, key: {_key.Key.Text}}}]\n{more}");
        var statements = store ?? new MemoryStatements();
        return new StatementGuard(
            new PolicyFinder(file, () => null, _told.Warnings.Add),
            new PushContext { Level = Level.Highest, PushDate = Made },
            new StatementPlaces(() => statements, keeps: true, () => null, () => _client),
            TimeProvider.System,
            _told,
            memory);
    }

    private sealed class MemoryStatements : IStatementStore
    {
        private readonly List<(ImageHash Image, ReadOnlyMemory<byte> Statement)> _all = [];

        public Task AddAsync(ImageHash image, ReadOnlyMemory<byte> statement, CancellationToken cancellationToken)
        {
            _all.Add((image, statement));
            return Task.CompletedTask;
        }

        public Task KeepWithAsync(
            ImageHash image, IReadOnlyCollection<ImageHash> ancestors, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
            Sha256Digest subject, CancellationToken cancellationToken) => Task.FromResult<
                ImmutableArray<ReadOnlyMemory<byte>>>(
                [.. _all.Where(one => one.Image.Sha256 == subject).Select(one => one.Statement)]);
    }
}
