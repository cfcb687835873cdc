using CsCheck;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Planning;

public sealed class CostsOfPlansTests
{
    [Fact]
    public void Images_that_share_a_digest_ask_no_more_than_they_are_many() =>
        Growth.IsLinear(
            "questions of images that share a digest", 50, size => Same(size).PlannerOf().Questions().Count);

    [Fact]
    public void Images_that_share_a_digest_are_planned_with_work_that_grows_as_they_are_many() =>
        Growth.IsLinear(
            "bytes for a plan of images that share a digest",
            50,
            size =>
            {
                var tree = Same(size);
                return Growth.Allocated(() => tree.Plan());
            });

    [Fact]
    public void Images_that_share_a_digest_ask_again_before_they_are_built_no_more_than_they_are_many() =>
        Growth.IsLinear(
            "questions before builds of images that share a digest",
            50,
            size => Same(size).Plan().Images.Sum(image => image.Candidates.Length));

    [Fact]
    public void Forced_images_are_planned_with_work_that_grows_as_they_are_many() =>
        Growth.IsLinear(
            "bytes for a forced plan",
            100,
            size =>
            {
                var tree = Same(size, sameContent: false);
                return Growth.Allocated(() => tree.Plan(force: true));
            });

    [Fact]
    public void What_is_found_is_what_asking_for_each_image_alone_would_find() =>
        Check.Sample(
            Gen.Select(Gen.Int[1, 6], Gen.Select(Gen.Int[0, 5], Gen.Int[1, 3]).Array[0, 6], Gen.Int[1, 3]),
            sample =>
            {
                var (count, built, level) = sample;
                var tree = Same(count);
                foreach (var (image, at) in built.Where(build => build.Item1 < count))
                {
                    tree.Built($"image{image}", at);
                }

                Assert.All(tree.Plan(level).Images, planned =>
                {
                    // Trust before names, the own name before the others, those in order.
                    var expected = planned.Candidates
                        .Where(candidate => built.Any(build =>
                            candidate.Scope == IndexScope.Of(Level.From(build.Item2))
                            && candidate.Namespace.Value.Contains($".image{build.Item1}.", StringComparison.Ordinal)))
                        .Select(candidate => candidate.Namespace)
                        .FirstOrDefault();
                    Assert.Equal(expected, planned.Found?.Entry.Namespace ?? default);
                    Assert.Equal(count * (4 - level), planned.Candidates.Length);
                    Assert.Contains(
                            $".{planned.Name}.", planned.Candidates[0].Namespace.Value, StringComparison.Ordinal);
                });
            });

    private static TestTree Same(int count, bool sameContent = true)
    {
        var tree = new TestTree();
        for (int i = 0; i < count; i++)
        {
            tree.Image($"image{i}", content: sameContent ? "the same" : null);
        }

        return tree;
    }
}
