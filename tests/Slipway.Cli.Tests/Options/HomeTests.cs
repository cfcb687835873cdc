using Slipway.Application.Running;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Options;

public sealed class HomeTests : IDisposable
{
    private readonly Workshop _workshop = Workshop.WithImage();

    [Fact]
    public async Task A_relative_store_is_one_below_the_current_folder()
    {
        // Whatever it finds of engines.
        var result = await _workshop.RunAsync("slipway --root tree doctor --home relative");
        Assert.Contains($"{_workshop.Path}/relative: 0 images", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"free at {_workshop.Path}", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list --home ''")]
    [InlineData("list --home tree/slipway.yml")]
    [InlineData("doctor --home ''")]
    [InlineData("gc --home ''")]
    public async Task What_cannot_be_a_folder_is_refused(string words)
    {
        var result = await _workshop.RunAsync($"slipway --root tree {words}");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("SLIP1002: '", result.StandardError, StringComparison.Ordinal);
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task An_image_that_was_collected_meanwhile_is_a_coded_error()
    {
        await using var invocation = _workshop.Invoke(TestContext.Current.CancellationToken, "run", "base");
        var failure = await Assert.ThrowsAsync<SlipwayException>(() =>
            new StoredImages(invocation.Workspace.Parts).FetchAsync(
                new BuiltImage(BuildId.New(), ImageHash.Of("gone"u8)),
                ImageName.Parse("base"),
                loading: null,
                TestContext.Current.CancellationToken));
        Assert.Equal(IndexCodes.ImageMissing, failure.Diagnostics.Single().Code);
    }

    public void Dispose() => _workshop.Dispose();
}
