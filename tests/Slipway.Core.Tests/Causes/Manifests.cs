using System.Collections.Immutable;
using CsCheck;
using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Causes;

/// <summary>Inputs for tests, and any inputs there can be.</summary>
internal static class Manifests
{
    // Few names and contents, so that two manifests have much in common.
    private static readonly string[] Paths =
    [
        "Dockerfile",
        "a",
        "a/b",
        "é",
        "\ud83d\ude80",
        "\uffee",
        "topsrcdir/x",
        "topsrcdir/y/__init__.py",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.Const("a"), Gen.Const("\"\\\n\u0001"), Gen.Const("é\ud83d\ude80"));

    private static readonly Gen<(string Mode, int Content)> Node =
        Gen.Select(Gen.Int[0, 2].Select(i => new[] { "644", "755", "link" }[i]), Gen.Int[0, 3]);

    private static readonly Gen<ImmutableArray<ManifestFile>> Files =
        Node.Array[Paths.Length].Select(Gen.Bool.Array[Paths.Length], (nodes, present) =>
            Paths.Zip(nodes, present)
                .Where(entry => entry.Third)
                .OrderBy(entry => entry.First, Utf8Order.Instance)
                .Select(entry => File(entry.First, entry.Second.Mode, entry.Second.Content))
                .ToImmutableArray());

    private static readonly Gen<ImmutableArray<ManifestParent>> Parents =
        Gen.Int[0, 3].Array[3].Select(digests => digests
            .Select((digest, i) => (Name: $"parent{i}", Digest: digest))
            .Where(parent => parent.Digest > 0)
            .Select(parent => new ManifestParent(parent.Name, InputsDigest.Of([(byte)parent.Digest])))
            .ToImmutableArray());

    private static readonly Gen<ImmutableSortedDictionary<string, string>> Args = Gen.Select(
            Gen.OneOf(Gen.Const("A"), Gen.Const("é"), Gen.Const("\uffee"), Gen.Const("\ud83d\ude80")), Text)
        .Array[0, 4]
        .Select(pairs => pairs.Aggregate(NoArgs, (args, pair) => args.SetItem(pair.Item1, pair.Item2)));

    public static Gen<BuildInputs> Any { get; } =
        Gen.Select(
            Files,
            Args,
            Parents,
            Text,
            Gen.Bool,
            (files, args, parents, buster, arm) =>
                new BuildInputs
                {
                    Files = files,
                    Args = args,
                    Parents = parents,
                    CacheBuster = buster,
                    Platform = arm ? "linux/arm64" : "linux/amd64",
                });

    public static BuildInputs Empty { get; } = new()
    {
        Files = [],
        Args = NoArgs,
        Parents = [],
        CacheBuster = string.Empty,
        Platform = "linux/amd64",
    };

    private static ImmutableSortedDictionary<string, string> NoArgs =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static BuildInputs With(params ManifestFile[] files) =>
        Empty with { Files = [.. files.OrderBy(file => file.Path, Utf8Order.Instance)] };

    /// <summary>A file whose content is a number; 0 is the empty file.</summary>
    public static ManifestFile File(string path, string mode = "644", int content = 1) => mode == "link"
        ? new ManifestFile(path, mode, null, null, $"target{content}")
        : new ManifestFile(path, mode, Sha256Digest.Of(content == 0 ? [] : [(byte)content]), content, null);
}
