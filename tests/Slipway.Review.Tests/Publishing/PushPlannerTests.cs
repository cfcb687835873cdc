using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Publishing;
using Slipway.Tests.Cases;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Review.Tests.Publishing;

public sealed class PushPlannerTests
{
    private static readonly InputsDigest Digest = InputsDigest.Of("inputs"u8);
    private static readonly Sha256Digest OtherDigest = Sha256Digest.Of("other inputs"u8);
    private static readonly ImageHash Image = ImageHash.Of("image"u8);
    private static readonly ImageHash OtherImage = ImageHash.Of("other image"u8);

    [Fact]
    public void A_version_that_the_registry_does_not_have_is_pushed() =>
        Assert.Equal(PushAction.Push, Plan(Image, null).Action);

    [Fact]
    public void The_same_image_is_kept()
    {
        var planned = Plan(Image, Published(Image, label: null));

        Assert.Equal(PushAction.Keep, planned.Action);
        Assert.Null(planned.Remark);
    }

    [Fact]
    public void Published_inputs_are_kept_when_the_store_has_no_build_of_them()
    {
        var planned = Plan(null, Published(OtherImage, Digest.ToString()));

        Assert.Equal(PushAction.Keep, planned.Action);
        Assert.Null(planned.Remark);
    }

    [Fact]
    public void Another_build_of_published_inputs_is_kept_with_a_warning()
    {
        var planned = Plan(Image, Published(OtherImage, Digest.ToString()));

        Assert.Equal(PushAction.Keep, planned.Action);
        Assert.Equal((PushCodes.OtherBuild, Severity.Warning), (planned.Remark!.Code, planned.Remark.Severity));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Other_content_is_refused_whoever_built_it(bool bySlipway)
    {
        var planned = Plan(Image, Published(OtherImage, bySlipway ? OtherDigest.ToString() : null));

        Assert.Equal(PushAction.Refuse, planned.Action);
        Assert.Equal(PushCodes.VersionTaken, planned.Remark!.Code);
        Assert.Equal("taskcluster/docker/a/VERSION:1", planned.Remark.Location.ToString());
    }

    [Fact]
    public void A_build_on_demand_of_a_published_version_is_refused_although_the_inputs_are_the_same() =>
        Assert.Equal(PushAction.Refuse, Plan(null, Published(OtherImage, Digest.ToString()), exact: true).Action);

    [Fact]
    public void One_refusal_stops_the_whole_push()
    {
        var fine = new PushCandidate(ImageName.Parse("a"), ImageReference.Parse("r.io/a:1"), Digest, Image, null);
        var taken = fine with { Published = Published(OtherImage, null) };

        var error = Assert.Throws<SlipwayException>(
            () => PushPlanner.Plan([fine, taken], Catalog(), exact: false).ThrowIfRefused());

        Assert.Equal(PushCodes.VersionTaken, Assert.Single(error.Diagnostics).Code);
    }

    private static ImageCatalog Catalog() =>
        TreeWith(("a", "FROM scratch\n"))
            .With("taskcluster/docker/a/VERSION", "1\n")
            .With("taskcluster/docker/a/REGISTRY", "r.io\n")
            .Sound();

    private static PlannedPush Plan(ImageHash? stored, PublishedImage? published, bool exact = false) =>
        Assert.Single(PushPlanner.Plan(
            [new PushCandidate(ImageName.Parse("a"), ImageReference.Parse("r.io/a:1"), Digest, stored, published)],
            Catalog(),
            exact).Images);

    private static PublishedImage Published(ImageHash image, string? label) => new(
        RepoDigest.Of("manifest"u8),
        image,
        [],
        [],
        label is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : ImmutableSortedDictionary<string, string>.Empty.Add(ImageLabels.Digest, label));
}
