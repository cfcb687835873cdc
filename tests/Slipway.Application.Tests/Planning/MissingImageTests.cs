using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Planning;

/// <summary>A plan for builds that are indexed, whose images are no longer where they were left.</summary>
public sealed class MissingImageTests
{
    [Fact]
    public async Task A_plan_warns_once_of_an_image_that_is_gone_and_builds_it_again()
    {
        using var bench = new Workbench();
        bench.Image("base", "scratch");
        await bench.BuildAsync();

        var (plan, warnings) = await bench.PlanWithAsync(new NoImages());

        Assert.Equal(PlanAction.Build, Assert.Single(plan.Images).Action);
        var warning = Assert.Single(warnings);
        Assert.Equal(IndexCodes.ImageMissing, warning.Code);
        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.Contains(".base.", warning.Message, StringComparison.Ordinal);
    }

    /// <summary>A source that has lost everything.</summary>
    private sealed class NoImages : IImageSource
    {
        public Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
            Task.FromResult(BuildFacts.None);

        public Task<StoredImage?> FetchAsync(
            BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A plan fetches nothing.");
    }
}
