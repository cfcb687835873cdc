using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>
/// One store and one engine that all share, and the trees of those who attack and of the one who is attacked.
/// </summary>
internal sealed class ClosingBench : IAsyncDisposable
{
    private const string Busybox = "/bin/busybox";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-closing-");
    private readonly Dictionary<string, string> _fill;
    private readonly string _tag;

    /// <param name="hand">The engine.</param>
    /// <param name="tag">A part of every name: eight hexadecimal digits.</param>
    public ClosingBench(EngineHand hand, string tag)
    {
        (Hand, _tag) = (hand, tag);
        Images = new StoredImages(Home);
        _fill = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["{T}"] = tag,
            ["{N}"] = (Convert.ToUInt32(tag, 16) % 100_000_000).ToString("D8"),
            ["{ZEROS}"] = Zeros,
        };
    }

    private string Home => Path.Join(_folder.FullName, "home");

    public EngineHand Hand { get; }

    public StoredImages Images { get; }

    /// <summary>Whether images can be named by the digest of their manifest.</summary>
    public bool HasDigests => _fill.ContainsKey("{MANIFEST}");

    public string Fill(string text) =>
        _fill.Aggregate(text, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    /// <summary>Has somebody plant everything there is, over what was there before.</summary>
    /// <returns>The markers of what was planted.</returns>
    public async Task<HashSet<string>> PlantAsync(Actor planter)
    {
        string marker = $"marker:{planter.Name}:{_tag}";
        var planted = new HashSet<string>(StringComparer.Ordinal) { marker };
        if (planter.Scope is null)
        {
            foreach (string image in (string[])["evil-{T}", "shadow-{T}", "9{N}"])
            {
                await Hand.MakeAsync(Local(image), marker);
            }

            await Hand.TagAsync(Local("evil-{T}"), Local("evil-{T}:handmade"));
            _fill["{D12}"] = "handmade";
        }
        else
        {
            var results = await BuildAsync(Attackers(planter, marker), planter);
            Assert.All(results.Values, result => Assert.True(result.IsThere, result.Error));
            planted.UnionWith(await Images.MarkersInAsync(results[Fill("gen-{T}")].ImageHash!));
            _fill["{D12}"] = results[Fill("evil-{T}")].Digest[..12];
        }

        await NameByHandAsync(marker);
        return planted;
    }

    /// <summary>
    /// Builds, at the highest level, what all builders have in their trees alike, so that they reuse it.
    /// </summary>
    public async Task PrepareAsync()
    {
        var results = await BuildAsync(
            Victims([], Actor.Level3, Actor.Level3),
            Actor.Level3,
            [
                .. ((string[])
                [
                    "bb-{T}", "shadow-{T}", "own-{T}", "oncopy-{T}", "onmount-{T}", "ontree-{T}", "oncache-{T}",
                ]).Select(Fill),
            ]);
        Assert.All(results.Values, result => Assert.True(result.IsThere, result.Error));
    }

    /// <summary>Builds every attack in one tree.</summary>
    public Task<Dictionary<string, BuildOfOne>> AttackAsync(
        IReadOnlyCollection<Attack> attacks, Actor planter, Actor builder) =>
        BuildAsync(Victims(attacks, planter, builder), builder, "v-*");

    public async ValueTask DisposeAsync()
    {
        await Hand.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Local(string image) => Fill(Hand.Local(image));

    /// <summary>The names that only a person gives: of registries, and of places where engines look first.</summary>
    private async Task NameByHandAsync(string marker)
    {
        string evil = Local("evil-{T}:latest");
        await Hand.TagAsync(evil, [.. ((string[])
        [
            "docker.io/library/evil-{T}:latest", "docker.io/library/evil-{T}:" + _fill["{D12}"],
            "docker.io/atk/evil-{T}:1", "localhost/evil-{T}:latest", "registry.example/atk/evil-{T}:1",
            "127.0.0.1:1/atk/evil-{T}:1", "127.0.0.1:1/atk/own-{T}:1", "docker.io/docker/dockerfile:1-{T}",
        ]).Select(Fill)]);
        string id = await Hand.IdOfAsync(evil);
        (_fill["{ID}"], _fill["{ID12}"]) = (id, id[..12]);
        _fill["{ARCHIVE}"] = await Hand.SaveAsync(evil);
        if (await Hand.PinAsync(evil) is { } pinned)
        {
            (_fill["{PINNED}"], _fill["{MANIFEST}"]) = (pinned.Name, pinned.Digest);
        }

        // Bases from elsewhere, whose triggers reach for what was planted.
        await Hand.MakeAsync(Local("fcopy-{T}:latest"), "foreign", Fill("COPY --from=evil-{T}:latest /m /m"));
        await Hand.MakeAsync(
            Local("fmount-{T}:latest"),
            "foreign",
            Fill("RUN --mount=type=bind,from=evil-{T}:latest,target=/p cat /p/m > /m"));
        await Hand.MakeAsync(
            Local("fcache-{T}:latest"),
            "foreign",
            Fill("RUN --mount=type=cache,id=shared-{T},target=/c cat /c/m > /m"));
        await Hand.MakeAsync(Local("fharmless-{T}:latest"), "foreign", "COPY own /m");
    }

    private string Attackers(Actor planter, string marker)
    {
        var tree = new BenchTree(Path.Join(_folder.FullName, "attackers"), Fill);
        tree.Configure(string.Empty);
        foreach (string image in (string[])["evil-{T}", "shadow-{T}", "9{N}", "reg-{T}"])
        {
            tree.Image(image, "FROM scratch\nCOPY m /m\n", ("m", marker));
        }

        tree.Write("images/reg-{T}/VERSION", "1").Write("images/reg-{T}/REGISTRY", "127.0.0.1:1/atk");
        Shared(tree, planter);
        if (Hand.Name == "docker")
        {
            // Buildah wants a target.
            tree.Image(
                "workdir-{T}", "FROM bb-{T}\nCOPY m /n\nWORKDIR /w\nRUN --mount=type=cache cp /n m\n", ("m", marker));
        }

        // With Docker the id that reaches the engine is another one; with every id that somebody might guess.
        tree.Image("caches-{T}", $"""
            FROM bb-{Fill("{T}")}
            COPY m /n
            RUN --mount=type=cache,id=shared-{Fill("{T}")},target=/c cp /n /c/m
            RUN --mount=type=cache,target=/c-{Fill("{T}")} cp /n /c-{Fill("{T}")}/m
            RUN --mount=type=cache,id=level-3/shared-{Fill("{T}")},target=/c cp /n /c/m
            RUN --mount=type=cache,id=../shared-{Fill("{T}")},target=/c cp /n /c/m

            """, ("m", marker));
        return tree.Folder;
    }

    private string Victims(IReadOnlyCollection<Attack> attacks, Actor planter, Actor builder)
    {
        var tree = new BenchTree(Path.Join(_folder.FullName, "victims"), Fill);
        tree.Configure(
            (builder.IsProtected ? "protected-levels: [3]\n" : string.Empty)
                + "images:\n  bb-{T}: {}\n"
                + string.Concat(
                    attacks
                        .Where(attack => attack.Args is not null)
                        .Select(attack => $"  v-{attack.Name}-{{T}}: {{ args: {attack.Args} }}\n")));
        Shared(tree, planter);
        tree.Image("shadow-{T}", "FROM scratch\nCOPY own /m\n", ("own", "own"));
        tree.Image("own-{T}", "FROM scratch\nCOPY own /m\n", ("own", "own"))
            .Write("images/own-{T}/VERSION", "1").Write("images/own-{T}/REGISTRY", "127.0.0.1:1/atk");
        tree.Image(
            "oncopy-{T}", "FROM scratch\nCOPY own /own\nONBUILD COPY --from=evil-{T}:latest /m /m\n", ("own", "own"));
        tree.Image(
            "onmount-{T}", "FROM bb-{T}\nONBUILD RUN --mount=type=bind,from=evil-{T}:latest,target=/p cat /p/m > /m\n");
        tree.Image("ontree-{T}", "FROM scratch\nCOPY own /own\nONBUILD COPY --from=shadow-{T} /m /m\n", ("own", "own"));
        tree.Image(
            "oncache-{T}",
            "FROM bb-{T}\nONBUILD COPY own /own\nONBUILD RUN --mount=type=cache,id=shared-{T},target=/c cat /c/m > /m "
            + "|| cat /own > /m\n");
        foreach (var attack in attacks)
        {
            // Another one each time, so that no step is one of an earlier cell.
            tree.Image($"v-{attack.Name}-{{T}}", attack.Dockerfile, ("own", $"own {planter.Name} {builder.Name}"));
            if (attack.File is { } file)
            {
                tree.Write($"images/v-{attack.Name}-{{T}}/{file.Name}", file.Content);
            }
        }

        return tree.Folder;
    }

    /// <summary>What both trees have, byte for byte.</summary>
    private static void Shared(BenchTree tree, Actor planter)
    {
        tree.Image(
            "bb-{T}",
            "FROM scratch\nCOPY busybox /bin/sh\nCOPY busybox /bin/cat\nCOPY busybox /bin/cp\nCOPY busybox /bin/true\n",
            ("busybox", null));
        File.Copy(Busybox, tree.PathOf("images/bb-{T}/busybox"), overwrite: true);
        tree.Image(
            "gen-{T}",
            $"FROM bb-{{T}}\nRUN echo marker:$(cat /proc/sys/kernel/random/uuid) > /m\nLABEL planter={planter.Name}\n");
    }

    private async Task<Dictionary<string, BuildOfOne>> BuildAsync(string tree, Actor actor, params string[] images)
    {
        string[] options = actor.IsProtected ? [.. actor.Options, "--single-tenant"] : actor.Options;
        var result = await Tool.RunAsync(
            Machine.Slipway,
            ["build", .. images, .. options, "--json", "-j", "2", "--engine", Hand.Name],
            tree,
            new Dictionary<string, string?>(Hand.Environment, StringComparer.Ordinal)
            {
                ["SLIPWAY_HOME"] = Home,
                ["NO_COLOR"] = "1",
            });
        Assert.True(result.Output.StartsWith('{'), result.ToString());
        var answer = JsonNode.Parse(result.Output)!;
        return answer["images"]!
            .AsArray()
            .Concat(answer["unfit"]?.AsArray() ?? [])
            .ToDictionary(image => (string)image!["name"]!, image => new BuildOfOne(image!));
    }
}
