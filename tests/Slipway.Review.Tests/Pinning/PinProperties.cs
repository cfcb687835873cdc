using System.Text;
using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Dialects;
using Slipway.Review.Pinning;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Pinning.PinCase;

namespace Slipway.Review.Tests.Pinning;

public sealed class PinProperties
{
    private const string Path = "taskcluster/docker/a/Dockerfile";

    private static readonly Gen<string> Piece = Gen.OneOf(
        "FROM ", "from ", "COPY --from=", "RUN --mount=type=bind,from=", "RUN true", "ARG A=", "ARG B=\"", "\"",
        " AS s", "debian:12", "a/b", "localhost:5000/x:1", "quay.io/é", "$A", "${B}", "$P", "scratch", "s", "0", "\n",
        "\n", "\r\n", "\r", " \\\n", " \\\r\n", "\n# c\n", "\n# %ARG P\n", "\n# %include x\n",
        "\n# %include-run-task\n", " <<EOF\n", "\nEOF\n", "\t", " ", ",", "é", "\U0001f600", "/x /y", "# escape=`\n",
        "`\n");

    private static readonly Gen<(string Text, string Value, Scheme Scheme)> Dockerfile =
        from mark in Gen.OneOf(string.Empty, "\ufeff")
        from pieces in Piece.Array[0, 40]
        from value in Gen.OneOf("debian:12", "x", "a/b@1", "é")
        from scheme in Gen.Enum<Scheme>()
        select (mark + "ARG A=q/r:1\nFROM y/z:1\n" + string.Concat(pieces), value, scheme);

    [Fact]
    public void Every_byte_outside_the_pins_stays_and_taking_the_pins_out_gives_the_old_bytes() =>
        Dockerfile.Sample(given =>
        {
            var tree = TreeOf(given.Text, given);
            var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;
            var found = PinFinder.Find(catalog, catalog.ParentsFirst, tree);
            foreach (var (file, content) in Plan(found).Contents())
            {
                string pinned = Encoding.UTF8.GetString(content.Span);
                string before = Encoding.UTF8.GetString(found.Files[file].Span);
                Assert.NotEqual(before, pinned);
                Assert.Equal(
                    Unpinned(before),
                    Unpinned(pinned.Replace(":latest" + Pin, string.Empty, StringComparison.Ordinal)));
            }
        });

    [Fact]
    public void What_is_pinned_means_the_same_images_and_has_nothing_left_to_pin() =>
        Dockerfile.Sample(given =>
        {
            var tree = TreeOf(given.Text, given);
            var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;
            var found = PinFinder.Find(catalog, catalog.ParentsFirst, tree);
            var contents = Plan(found).Contents();
            var again = TreeOf(given.Text, given);
            foreach (var (file, content) in contents)
            {
                again.Add(file.Value, Encoding.UTF8.GetString(content.Span));
            }

            var pinnedCatalog = CatalogReader.Read(again, KnownDialects.All).Catalog;
            var pinned = PinFinder.Find(pinnedCatalog, pinnedCatalog.ParentsFirst, again);
            Assert.Equal(
                found.Sites.Select(site => site.Followed?.ToString()).Order(StringComparer.Ordinal),
                pinned.Sites.Select(site => site.Followed?.ToString()).Order(StringComparer.Ordinal));
            Assert.Empty(Plan(pinned).Contents());
        });

    private static InMemorySourceTree TreeOf(string dockerfile, (string Text, string Value, Scheme Scheme) given)
    {
        var tree = new InMemorySourceTree();
        tree.Add(Path, dockerfile);
        tree.Add(
            "slipway.yml",
            $"scheme: {(given.Scheme == Scheme.Slipway ? "slipway" : "taskgraph")}\nimages:\n  a:\n    args:\n      P: "
            + $"{given.Value}\n");
        return tree;
    }

    private static PinPlan Plan(PinSites found) =>
        PinPlan.Make(
            found,
            PinScope.Missing,
            PinPlan.Questions(found, PinScope.Missing).ToDictionary(question => question, _ => New));

    private static string Unpinned(string text) => text.Replace(Pin, string.Empty, StringComparison.Ordinal);
}
