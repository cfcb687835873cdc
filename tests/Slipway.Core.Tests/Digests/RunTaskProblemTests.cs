using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Includes;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Digests;

public sealed class RunTaskProblemTests
{
    private const string Line = "FROM debian:12\n# %include-run-task\n";

    [Fact]
    public void It_is_told_once_for_all_images_and_the_others_have_digests()
    {
        var tree = CatalogCase.TreeWith(
            ("base", "FROM debian:12\n"), ("rt1", Line), ("rt2", Line), ("top", "FROM rt2\n"), ("tool", "FROM base\n"));
        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;
        var problems = new DiagnosticBag();

        var inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);

        var problem = Assert.Single(problems.ToSorted());
        Assert.Equal(IncludeCodes.RunTaskUnset, problem.Code);
        Assert.EndsWith("there is no digest of rt1, rt2 and top", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, problem.Location?.Line);
        Assert.Equal(["base", "tool"], inputs.Keys.Order().Select(name => name.Value));
    }

    [Fact]
    public void Other_problems_of_such_an_image_are_told_as_well()
    {
        var tree = CatalogCase.TreeWith(("rt", Line + "# %include missing\n"));
        var catalog = CatalogReader.Read(tree, KnownDialects.All).Catalog;
        var problems = new DiagnosticBag();

        new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);

        Assert.Equal(
            [IncludeCodes.RunTaskUnset, IncludeCodes.IncludeMissing],
            problems.ToSorted().Select(problem => problem.Code));
    }

    [Fact]
    public void It_says_what_was_found_and_which_release_is_wanted()
    {
        var images = CatalogReader.Read(CatalogCase.TreeWith(("rt", Line)), KnownDialects.All).Catalog.ParentsFirst;
        var config = new SlipwayConfig
        {
            Prefix = "a",
            TaskgraphRelease = new Version(24, 2, 0),
            SeenRunTasks = [new SeenRunTask("/x", new Version(23, 0, 0)), new SeenRunTask("/y", null)],
        };

        var known = RunTaskProblem.Of(images, config)!;
        var unknown = RunTaskProblem.Of(images, config with { TaskgraphRelease = null })!;

        Assert.Contains("uses taskgraph 24.2.0", known.Message, StringComparison.Ordinal);
        Assert.Contains("23.0.0 in /x and an unknown release in /y", known.Message, StringComparison.Ordinal);
        Assert.Contains("taskcluster-taskgraph==24.2.0", known.Remedy, StringComparison.Ordinal);
        Assert.Contains("nothing says which release", unknown.Message, StringComparison.Ordinal);
        Assert.Null(RunTaskProblem.Of(images, config with { RunTask = RelativePath.Parse("rt") }));
    }
}
