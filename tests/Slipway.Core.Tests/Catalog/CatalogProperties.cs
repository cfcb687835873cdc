using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Dialects;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Core.Tests.Catalog;

public sealed class CatalogProperties
{
    /// <summary>For each of a dozen images the ones it needs; circles are possible.</summary>
    private static readonly Gen<int[][]> Needs = Gen.Int[0, 11].Array[0, 2].Array[1, 12];

    [Fact]
    public void The_order_of_a_listing_does_not_matter() =>
        Gen.Select(Needs, Gen.Int).Sample((needs, seed) =>
        {
            var tree = TreeOf(needs);
            var one = CatalogReader.Read(tree, KnownDialects.All);
            var other = CatalogReader.Read(new ShuffledTree(tree, seed), KnownDialects.All);
            return one.Catalog.Names().SequenceEqual(other.Catalog.Names())
                && one.Diagnostics.SequenceEqual(other.Diagnostics);
        });

    [Fact]
    public void Every_image_is_sound_after_its_parents_or_its_circle_is_reported() =>
        Needs.Sample(needs =>
        {
            var result = CatalogReader.Read(TreeOf(needs), KnownDialects.All);
            var seen = new HashSet<ImageName>();
            bool inOrder = result.Catalog.ParentsFirst.All(image =>
                image.Parents.All(edge => seen.Contains(edge.Parent)) && seen.Add(image.Name));
            return inOrder && (seen.Count == needs.Length) == result.Diagnostics.IsEmpty;
        });

    private static InMemorySourceTree TreeOf(int[][] needs) =>
        TreeWith([
            .. needs.Select(
                (list, i) =>
                    (
                        $"i{i}",
                        "FROM scratch\n"
                            + string.Concat(list.Where(j => j < needs.Length).Select(j => $"COPY --from=i{j} / /\n")))),
        ]);

    private sealed class ShuffledTree(ISourceTree inner, int seed) : ISourceTree
    {
        public string RootPath => inner.RootPath;

        public TreeEntry? Find(RelativePath path) => inner.Find(path);

        public IReadOnlyList<TreeEntry> List(RelativePath folder)
        {
            var entries = inner.List(folder).ToArray();
            new Random(seed).Shuffle(entries);
            return entries;
        }

        public TreeStream OpenRead(RelativePath file) => inner.OpenRead(file);
    }
}
