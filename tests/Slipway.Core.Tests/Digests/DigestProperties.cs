using System.Globalization;
using CsCheck;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Digests;

/// <summary>What must and what must not change a digest, on real folders.</summary>
public sealed class DigestProperties
{
    private const string Dockerfile = "FROM scratch\n# %include t\n";

    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "a-b", "a.b", "é", "Z");

    private static readonly Gen<TestFile[]> Tree =
        (from folder in Gen.OneOf("img", "t")
         from path in Name.Array[1, 3]
         from content in Gen.Byte.Array[0, 40]
         from runnable in Gen.Bool
         select new TestFile($"{folder}/{string.Join('/', path)}.f", content, runnable))
        .Array[1, 10]
        .Select(files => files.DistinctBy(file => file.Path).ToArray());

    private static readonly UnixFileMode[] PlainModes =
    [
        (UnixFileMode)0x180,
        (UnixFileMode)0x1A0,
        (UnixFileMode)0x1B4,
        (UnixFileMode)0x1A4,
    ];

    private static readonly UnixFileMode[] RunnableModes =
    [
        (UnixFileMode)0x1C0,
        (UnixFileMode)0x1E8,
        (UnixFileMode)0x1FD,
        (UnixFileMode)0x1ED,
    ];

    [Fact]
    public void The_digest_knows_no_umask_order_place_time_locale_alias_or_threads() =>
        Tree.Select(Gen.Int[0, 3], Gen.Int[1, 4]).Sample(
            (tree, umask, threads) =>
            {
                using var here = Write(tree, 3);
                using var there = Write([.. tree.Reverse()], umask, root: "some where else");
                foreach (var file in tree)
                {
                    File.SetLastWriteTimeUtc(there.Path(file.Path), DateTime.UnixEpoch.AddYears(umask));
                }

                string alias = Path.Join(there.Outside, "alias");
                File.CreateSymbolicLink(alias, there.Root);
                var culture = CultureInfo.CurrentCulture;
                try
                {
                    var expected = ContextCase.Inputs(here);
                    CultureInfo.CurrentCulture = new CultureInfo(string.Empty)
                        {
                            NumberFormat = { NegativeSign = "~" },
                        };
                    var actual = ContextCase.Inputs(there, root: alias, threads: threads);

                    Assert.Equal(expected.Digest, actual.Digest);
                    Assert.Equal(expected.WriteManifest(), actual.WriteManifest());
                }
                finally
                {
                    CultureInfo.CurrentCulture = culture;
                }
            },
            iter: 30,
            threads: 1);

    [Fact]
    public void The_context_hash_knows_no_order_place_time_or_threads() =>
        Tree.Select(Gen.Int[1, 4]).Sample(
            (tree, threads) =>
            {
                using var here = Write(tree, 3);
                using var there = Write([.. tree.Reverse()], 3, root: "elsewhere");

                var expected = ContextCase.Inputs(here, Scheme.Taskgraph, threads: 1);
                var actual = ContextCase.Inputs(there, Scheme.Taskgraph, threads: threads);

                Assert.Equal(expected.ContextHash, actual.ContextHash);
                Assert.Equal(expected.Digest, actual.Digest);
            },
            iter: 30,
            threads: 1);

    [Theory]
    [InlineData(Scheme.Slipway)]
    [InlineData(Scheme.Taskgraph)]
    public void The_digest_changes_with_a_byte_a_path_or_the_executable_bit(Scheme scheme) =>
        Tree.Select(Gen.Int[0, 1000]).Sample(
            (tree, pick) =>
            {
                using var files = Write(tree, 3);
                var seen = new HashSet<InputsDigest> { ContextCase.Inputs(files, scheme).Digest };
                var file = tree[pick % tree.Length];

                byte[] content = file.Content.Length == 0 ? [1] : [.. file.Content];
                content[pick % content.Length] ^= 0x40;
                files.Write(file.Path, content, Mode(file, 3));
                Assert.True(seen.Add(ContextCase.Inputs(files, scheme).Digest), "a byte");

                files.Write(file.Path, file.Content, Mode(file with { Runnable = !file.Runnable }, 3));
                Assert.True(seen.Add(ContextCase.Inputs(files, scheme).Digest), "the executable bit");

                files.Write(file.Path, file.Content, Mode(file, 3));
                File.Move(files.Path(file.Path), files.Path(file.Path + "2"));
                Assert.True(seen.Add(ContextCase.Inputs(files, scheme).Digest), "a path");
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void The_digest_changes_with_a_links_target_and_with_an_argument()
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n").Link("img/link", "a");
        var before = ContextCase.Inputs(files).Digest;
        File.Delete(files.Path("img/link"));
        files.Link("img/link", "b");
        var linked = ContextCase.Inputs(files).Digest;
        var argued = ContextCase
            .Inputs(files, args: new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "" })
            .Digest;

        Assert.Equal(3, new HashSet<InputsDigest> { before, linked, argued }.Count);
    }

    [Fact]
    public void A_file_and_a_link_with_its_content_as_the_target_differ()
    {
        using var file = new TempTree();
        using var link = new TempTree();
        file.Write("img/Dockerfile", "FROM scratch\n").Write("img/x", "y");
        link.Write("img/Dockerfile", "FROM scratch\n").Link("img/x", "y");

        Assert.NotEqual(ContextCase.Inputs(file).Digest, ContextCase.Inputs(link).Digest);
    }

    private static TempTree Write(TestFile[] tree, int umask, string root = "repo")
    {
        var files = new TempTree(root);
        files.Folder("t").Write("img/Dockerfile", Dockerfile);
        foreach (var file in tree)
        {
            files.Write(file.Path, file.Content, Mode(file, umask));
        }

        return files;
    }

    private static UnixFileMode Mode(TestFile file, int umask) => (file.Runnable ? RunnableModes : PlainModes)[umask];

    private sealed record TestFile(string Path, byte[] Content, bool Runnable);
}
