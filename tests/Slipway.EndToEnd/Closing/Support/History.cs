using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>
/// A random past of one store and one engine: builds of four pushes, edits and reverts of their trees, tags and imports
/// by hand. Each tree writes markers of its own into its images.
/// </summary>
internal sealed class History : IAsyncDisposable
{
    private static readonly Actor[] Scopes = [Actor.Request7, Actor.Request8, Actor.Level1, Actor.Level3];
    private static readonly string[] NoRefusals = ["SLIP1006", "SLIP1604"];

    private static readonly string[] Changing = ["app-{T}", "tool-{T}", "kid-{T}"];

    /// <summary>What an image may become; with a marker of its tree, or the same in all trees.</summary>
    private static readonly string[] Shapes =
    [
        "FROM base-{T}\nCOPY m /own\n",
        "FROM base-{T}:latest\nCOPY m /own\n",
        "FROM ext-{T}:latest\nCOPY m /own\n",
        "FROM ext-{T}\n",
        "FROM 127.0.0.1:1/x/ext-{T}:1\n",
        "FROM scratch\nCOPY --from=base-{T} /m /x\nCOPY m /own\n",
        "FROM scratch\nCOPY --from=ext-{T}:latest /m /x\n",
        "FROM scratch\nCOPY --from=127.0.0.1:1/x/ext-{T}:1 /m /x\nCOPY m /own\n",
        "FROM bb-{T}\nRUN --mount=type=bind,from=ext-{T},target=/p cat /p/m > /x\n",
        "FROM bb-{T}\nCOPY m /own\nRUN --mount=type=cache,id=c-{T},target=/c cat /c/m > /x; cat /own >> /c/m\n",
        "FROM bb-{T}\nRUN --mount=type=cache,id=c-{T},target=/c cat /c/m > /x; true\n",
        "FROM onb-{T}\nCOPY m /own\n",
        "FROM bb-{T}\nCOPY m /own\nRUN cat <<\"#end\"\nCOPY --from=ext-{T}:latest /m /x\n#end\n",
        "FROM scratch AS EXT-{T}\nCOPY m /m\nFROM scratch\nCOPY --from=ext-{T} /m /x\n",
    ];

    private readonly EngineHand _hand;
    private readonly Random _random;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-history-");
    private readonly Dictionary<string, BenchTree> _trees = [];
    private readonly HashSet<(Actor Scope, string Image)> _images = [];
    private readonly string _tag;
    private readonly bool _isProtected;
    private int _marks;

    public History(EngineHand hand, string tag, int seed)
    {
        (_hand, _tag, _random) = (hand, tag, new Random(seed));
        _isProtected = _random.Next(3) == 0;
        foreach (var scope in Scopes)
        {
            Revert(scope);
        }
    }

    /// <summary>What was done, in order.</summary>
    public List<string> Steps { get; } = [];

    public int Builds { get; private set; }

    /// <summary>
    /// Images that were made or reused, and how many of them hold something that their own scope wrote.
    /// </summary>
    public (int All, int Level3, int Own) Searched { get; private set; }

    public async Task RunAsync(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            var scope = Scopes[_random.Next(Scopes.Length)];
            switch (_random.Next(10))
            {
                case < 5:
                    await BuildAsync(scope);
                    break;
                case < 7:
                    Edit(scope);
                    break;
                case 7:
                    Revert(scope);
                    break;
                case 8:
                    await TagAsync();
                    break;
                default:
                    await ImportAsync();
                    break;
            }
        }

        await BuildAsync(Actor.Level1);
        await BuildAsync(Actor.Level3);
    }

    /// <summary>Looks for bytes in images that a scope wrote which theirs does not trust.</summary>
    public async Task<List<string>> SearchAsync()
    {
        var store = new StoredImages(Path.Join(_folder.FullName, "home"));
        var leaks = new List<string>();
        int own = 0;
        foreach (var (scope, image) in _images)
        {
            var markers = await store.MarkersInAsync(image);
            own += markers.Any(marker => marker.StartsWith($"marker:{scope.Name}:", StringComparison.Ordinal)) ? 1 : 0;
            leaks.AddRange(
                markers
                    .Where(marker =>
                        Scopes.Any(other =>
                            marker.StartsWith($"marker:{other.Name}:", StringComparison.Ordinal)
                            && !scope.Trusts(other)))
                    .Select(marker => $"an image of {scope.Scope} holds {marker}"));
        }

        Searched = (_images.Count, _images.Count(pair => pair.Scope == Actor.Level3), own);
        return leaks;
    }

    public async ValueTask DisposeAsync()
    {
        await _hand.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Fill(string text) => text.Replace("{T}", _tag, StringComparison.Ordinal);

    private string Local(string image) => Fill(_hand.Local(image));

    private string NewMark(string name) => $"marker:{name}:{++_marks}";

    private void Revert(Actor scope)
    {
        Steps.Add($"revert {scope.Name}");
        var tree = new BenchTree(Path.Join(_folder.FullName, scope.Name), Fill);
        _trees[scope.Name] = tree;
        tree.Configure(_isProtected ? "protected-levels: [3]\n" : string.Empty);
        tree.Image("base-{T}", "FROM scratch\nCOPY m /m\n", ("m", NewMark(scope.Name)));
        tree.Image("onb-{T}", "FROM scratch\nCOPY n /n\nONBUILD COPY --from=ext-{T}:latest /m /x\n", ("n", "n"));
        tree.Image(
            "bb-{T}",
            "FROM scratch\nCOPY busybox /bin/sh\nCOPY busybox /bin/cat\nCOPY busybox /bin/true\n",
            ("busybox", string.Empty));
        File.Copy("/bin/busybox", tree.PathOf("images/bb-{T}/busybox"), overwrite: true);
        for (int i = 0; i < Changing.Length; i++)
        {
            // The same everywhere, so that one scope meets what another made of the same inputs.
            Shape(tree, scope, Changing[i], Shapes[(i * 4) + 1]);
        }

        // Those who attack have an image of the name that others take for one from elsewhere.
        if (scope != Actor.Level3)
        {
            tree.Image("ext-{T}", "FROM scratch\nCOPY m /m\n", ("m", NewMark(scope.Name)));
        }
    }

    private void Edit(Actor scope)
    {
        string image = Changing[_random.Next(Changing.Length)];
        string shape = Shapes[_random.Next(Shapes.Length)];
        Steps.Add($"edit {scope.Name}: {image} becomes {shape.ReplaceLineEndings("; ")}");
        Shape(_trees[scope.Name], scope, image, shape);
    }

    private void Shape(BenchTree tree, Actor scope, string image, string shape)
    {
        Directory.CreateDirectory(tree.PathOf($"images/{image}"));
        Directory.Delete(tree.PathOf($"images/{image}"), recursive: true);
        if (shape.Contains("COPY m ", StringComparison.Ordinal))
        {
            tree.Image(image, shape, ("m", NewMark(scope.Name)));
        }
        else
        {
            tree.Image(image, shape);
        }
    }

    private async Task BuildAsync(Actor scope)
    {
        bool isForced = _random.Next(3) == 0;
        Steps.Add($"build {scope.Name}{(isForced ? " --force" : string.Empty)}");
        var result = await Tool.RunAsync(
            Machine.Slipway,
            [
                "build",
                .. scope.Options,
                "--json",
                "-j",
                "2",
                "--engine",
                _hand.Name,
                .. isForced ? (string[])["--force"] : [],
                "--single-tenant",
            ],
            _trees[scope.Name].Folder,
            new Dictionary<string, string?>(_hand.Environment, StringComparer.Ordinal)
            {
                ["SLIPWAY_HOME"] = Path.Join(_folder.FullName, "home"),
                ["NO_COLOR"] = "1",
            });
        Builds++;
        Assert.True(result.Output.StartsWith('{'), $"{result}\n{this}");
        foreach (
            var image in JsonNode.Parse(result.Output)!["images"]!.AsArray().Select(image => new BuildOfOne(image!)))
        {
            Assert.False(image.Codes.Intersect(NoRefusals).Any(), $"{image.Error}\n{this}");
            if (image.IsThere)
            {
                _images.Add((scope, image.ImageHash!));
            }
        }
    }

    private async Task TagAsync()
    {
        string[] targets = ["ext-{T}:latest", "base-{T}:latest", "127.0.0.1:1/x/ext-{T}:1"];
        string from = Local(_random.Next(2) == 0 ? "ext-{T}:latest" : "base-{T}:latest");
        string to = targets[_random.Next(targets.Length)];
        to = to.Contains('/', StringComparison.Ordinal) ? Fill(to) : Local(to);
        Steps.Add($"tag {from} {to}");
        if (await _hand.HasAsync(from))
        {
            await _hand.TagAsync(from, to);
        }
    }

    private async Task ImportAsync()
    {
        string image = Local(_random.Next(2) == 0 ? "ext-{T}:latest" : "base-{T}:latest");
        Steps.Add($"import {image}");
        await _hand.MakeAsync(image, NewMark("hand"));
    }

    public override string ToString() => string.Join(Environment.NewLine, Steps);
}
