using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Tests.Trees;
using static Slipway.Review.Tests.Checks.Rules.RegistryTree;

namespace Slipway.Review.Tests.Checks.Rules;

public sealed class IndexEntryRuleTests
{
    private static readonly DiagnosticCode[] Both = [CheckCodes.EntryExpired, CheckCodes.EntryExpiring];

    [Fact]
    public void An_expired_entry_is_found()
    {
        var found = Indexed(-1, isExpired: true)
            .FindOne(CheckCodes.EntryExpired, "taskcluster/docker/base/Dockerfile", Both);

        Assert.Contains("expired on 2026-11-24 12:00Z", found.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1)]
    public void An_entry_that_expires_soon_is_found(int days) =>
        Indexed(days, isExpired: false).FindOne(CheckCodes.EntryExpiring, "taskcluster/docker/base/Dockerfile", Both);

    [Fact]
    public void How_soon_is_for_a_person_to_say()
    {
        Assert.Empty(Indexed(8, isExpired: false).Find(Both));
        Assert.NotEmpty((Indexed(8, isExpired: false) with { ExpiringWithin = TimeSpan.FromDays(9) }).Find(Both));
    }

    [Fact]
    public void An_image_that_is_not_indexed_cannot_expire() => Assert.Empty(Base().Facts().Find(Both));

    /// <summary>Without it the file would stand alone, and the tree's own files would not count.</summary>
    [Fact]
    public void In_a_tree_of_taskgraph_a_slipway_yml_has_to_say_which_scheme_it_is()
    {
        var found = Assert.Single(Indexed(-1, isExpired: true, Base().Taskgraph("base")).Find(Both));

        Assert.Contains(
            "a slipway.yml that says 'scheme: taskgraph'", found.Diagnostic.Remedy, StringComparison.Ordinal);
    }

    private static CheckFacts Indexed(int days, bool isExpired, InMemorySourceTree? tree = null) =>
        (tree ?? Base()).Facts() with
    {
        Indexed = new Dictionary<ImageName, IndexedImage>
        {
            [ImageName.Parse("base")] = new(
                new IndexEntry(
                    IndexNamespace.Parse("x.y"),
                    BuildId.New(),
                    0,
                    CheckCase.Now.AddDays(days),
                    ImmutableSortedDictionary<string, string>.Empty),
                isExpired),
        },
    };
}
