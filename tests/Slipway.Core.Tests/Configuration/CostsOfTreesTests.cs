using Slipway.Tests;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Configuration;

public sealed class CostsOfTreesTests
{
    [Fact]
    public void A_deep_folder_costs_no_more_than_the_text_of_its_paths() =>
        // A path has so much text as it is deep, so what each level costs may grow with the depth.
        Growth.IsLinear(
            "bytes for each level of a deep folder",
            100,
            depth =>
            {
                using var tree = new TempTree();
                tree.Write("img/Dockerfile", "FROM scratch\n")
                    .Write($"img/{string.Concat(Enumerable.Repeat("d/", depth))}f", "x");
                return Growth.Allocated(() => Assert.Equal(2, ContextCase.Paths(tree).Length)) / depth;
            });

    [Fact]
    public void Many_files_cost_no_more_than_they_are_many() =>
        Growth.IsLinear(
            "bytes for many empty files",
            250,
            count =>
            {
                using var tree = new TempTree();
                tree.Write("img/Dockerfile", "FROM scratch\n");
                for (int i = 0; i < count; i++)
                {
                    tree.Write($"img/d{i % 10}/f{i}", string.Empty);
                }

                return Growth.Allocated(() => Assert.Equal(count + 1, ContextCase.Paths(tree).Length));
            });

    [Fact]
    public void The_same_include_again_and_again_is_added_once() =>
        Growth.IsLinear(
            "bytes for the same include",
            50,
            count =>
            {
                using var tree = new TempTree();
                tree.Write(
                    "img/Dockerfile",
                    "FROM scratch\n" + string.Concat(Enumerable.Repeat("# %include shared\n", count)));
                for (int i = 0; i < count; i++)
                {
                    tree.Write($"shared/f{i}", "x");
                }

                return Growth.Allocated(() => Assert.Equal(count + 1, ContextCase.Paths(tree).Length));
            });
}
