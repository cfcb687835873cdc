using Slipway.Cli.Tests.Support;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Invocations;

public sealed class CancellationTests : IDisposable
{
    private readonly Workshop _workshop = Workshop.WithImage();

    public CancellationTests()
    {
        _workshop.Write("images/broken/Dockerfile", "RUN true\n");
        _workshop.Write("slipway.yml", "prefix: workshop\nfolder: images\ncolour: red\n");
    }

    [Fact]
    public async Task Looking_for_every_problem_of_a_broken_tree_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await using var invocation = _workshop.Invoke(cancellation.Token, "list");
        Assert.Throws<OperationCanceledException>(() => invocation.Workspace.Catalog);
    }

    [Fact]
    public async Task A_broken_tree_shows_the_problems_of_its_sound_images_too_and_reads_none_of_their_files()
    {
        _workshop.Write("images/base/Dockerfile", "# %include not/there\nFROM scratch\n");
        await using var invocation = _workshop.Invoke(TestContext.Current.CancellationToken, "list");
        var failure = Assert.Throws<SlipwayException>(() => invocation.Workspace.Catalog);
        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code.Number == 1201);
        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code.Number / 100 == 11);
        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code.Number / 100 == 10);
        Assert.False(Directory.Exists(_workshop.Home));
    }

    public void Dispose() => _workshop.Dispose();
}
