using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Indexing;

public class NamespaceClaimsTests
{
    [Theory]
    [InlineData("mine.pinned.app", 0)]
    [InlineData("x.cache.level-1.docker.v2.app.latest", 1)]
    [InlineData("x.level-1.level-3.app", 3)]
    [InlineData("x.LEVEL-3.app", 3)]
    [InlineData("x.level-99999999999.app", int.MaxValue)]
    public void The_highest_level_counts_wherever_it_stands(string ns, int level) =>
        Assert.Equal(level, NamespaceClaims.HighestLevel(IndexNamespace.Parse(ns)));

    [Theory]
    [InlineData("mine.pinned.app", "pr.42", true)]
    [InlineData("x.level-1.app", "pr.42", false)]
    [InlineData("x.level-1.app", "level-1", true)]
    [InlineData("x.level-3.app", "level-1", false)]
    [InlineData("x.level-1.app", "level-3", true)]
    public void A_scope_writes_up_to_its_own_level(string ns, string scope, bool allowed) =>
        Assert.Equal(allowed, NamespaceClaims.AllowsWriting(IndexNamespace.Parse(ns), IndexScope.Parse(scope)));
}
