using Slipway.Model.Diagnostics;
using Slipway.Review.Publishing;
using Slipway.Tests.Cases;
using static Slipway.Tests.Cases.CatalogCase;

namespace Slipway.Review.Tests.Publishing;

public sealed class PushTargetsTests
{
    [Fact]
    public void The_target_is_registry_name_and_version()
    {
        var catalog = TreeWith(("a", "FROM scratch\n"))
            .With("taskcluster/docker/a/VERSION", "1.2\n")
            .With("taskcluster/docker/REGISTRY", "ghcr.io/owner\n")
            .Sound();

        Assert.Equal("ghcr.io/owner/a:1.2", Assert.Single(PushTargets.Of(catalog.ParentsFirst)).Value.ToString());
    }

    [Fact]
    public void A_task_image_an_image_without_a_registry_and_a_shared_folder_are_reported_together()
    {
        var catalog = TreeWith(("task", "FROM scratch\n"), ("lost", "FROM scratch\n"), ("def", "FROM scratch\n"))
            .With("taskcluster/docker/lost/VERSION", "1\n")
            .With("taskcluster/docker/def/VERSION", "1\n")
            .With("taskcluster/docker/def/REGISTRY", "r.io\n")
            .WithConfig("images: { one: { definition: def }, two: { definition: def } }")
            .Sound();

        var error = Assert.Throws<SlipwayException>(() => PushTargets.Of(catalog.ParentsFirst));

        Assert.Equal(
            [PushCodes.NotRegistryImage, PushCodes.NoRegistry, PushCodes.HashShared],
            error.Diagnostics.Select(diagnostic => diagnostic.Code).OrderBy(code => code.Number));
    }
}
