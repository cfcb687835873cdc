using CsCheck;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Maintenance;

public static class GcPlanTests
{
    private static readonly Gen<GcPlan> Plans = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[0, 7],
        Gen.Int[0, 7],
        (entries, images, blobs) => new GcPlan(
            [.. Numbers(entries).Select(number => IndexNamespace.Parse($"t.{number}"))],
            [.. Numbers(images).Select(number => ImageHash.Of(BitConverter.GetBytes(number)))],
            [.. Numbers(images).Select(_ => BuildId.New())],
            [.. Numbers(blobs).Select(number => new GcBlob(Sha256Digest.Of(BitConverter.GetBytes(number)), number))],
            [.. Numbers(blobs).Select(number => new GcFile($"/{number}", number))]));

    [Fact]
    public static void Parts_are_small_and_list_all_of_a_plan_once_and_names_before_what_they_point_to() =>
        Gen.Select(Plans, Gen.Int[1, 9]).Sample((plan, size) =>
        {
            var parts = plan.Parts(size).ToList();

            Assert.All(parts, part => Assert.InRange(Size(part), 0, size));
            var whole = parts.Aggregate(GcPlan.Empty, (sum, part) => sum.With(part));
            Assert.Equal(plan.Entries, whole.Entries);
            Assert.Equal(plan.Images, whole.Images);
            Assert.Equal(plan.Builds, whole.Builds);
            Assert.Equal(plan.Blobs, whole.Blobs);
            Assert.Equal(plan.Files, whole.Files);
            Assert.True(
                parts.FindLastIndex(part => !part.Entries.IsEmpty) <= FirstOr(part => !part.Images.IsEmpty)
                && parts.FindLastIndex(part => !part.Images.IsEmpty) <= FirstOr(part => !part.Blobs.IsEmpty));

            int FirstOr(Predicate<GcPlan> has) => parts.FindIndex(has) is >= 0 and var index ? index : parts.Count;
        });

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    private static int Size(GcPlan part) => part.Entries.Length + part.Images.Length + part.Builds.Length
        + part.Blobs.Length + part.Files.Length;
}
