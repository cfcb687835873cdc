using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What the index has, by namespaces and by images.</summary>
public sealed class IndexFindTests : IDisposable
{
    private readonly BuiltTree _tree = new BuiltTree().Image("app", "FROM scratch\n").Image("new", "FROM app\n");

    [Fact]
    public async Task An_image_is_found_by_its_name_and_its_path()
    {
        await _tree.BuildAsync(options: "app");

        string digest = (await _tree.RunAsync("hash", "app")).Output.Trim();
        foreach (string typed in new[] { "app", Path.Join(_tree.Root, "images", "app"), "ap?" })
        {
            var found = await _tree.RunAsync("index", "find", typed);

            Assert.Equal(0, found.ExitCode);
            Assert.StartsWith(
                $"namespace  test.cache.level-1.docker.v2.app.hash.{digest}\n", found.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_namespace_wins_over_an_image()
    {
        await _tree.BuildAsync(options: "app");
        string build = (await _tree.RunAsync("index", "find", "app")).Output
            .Split('\n').First(line => line.StartsWith("build", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.Equal(0, (await _tree.RunAsync("index", "insert", "app", "--task-id", build)).ExitCode);

        Assert.StartsWith(
            "namespace  app\n", (await _tree.RunAsync("index", "find", "app")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_not_built_as_it_stands_is_not_found()
    {
        await _tree.BuildAsync(options: "app");
        _tree.Image("app", "FROM scratch\nCOPY Dockerfile /d\n");

        var run = await _tree.RunAsync("index", "find", "app");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("app with the digest ", run.Error, StringComparison.Ordinal);
        Assert.Contains("`slipway build app`", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.no.such", "test.no.such is not in the index")]
    [InlineData("test.cache.", "test.cache is not in the index")]
    [InlineData("a..b", "'a..b' is not a namespace")]
    [InlineData("*p*e*", "SLIP1140")]
    public async Task What_is_not_there_is_told(string typed, string message)
    {
        _tree.Image("apple", "FROM scratch\n").Image("pipes", "FROM scratch\n");

        var run = await _tree.RunAsync("index", "find", typed);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.")]
    [InlineData("test.cache.level-1.docker.v2.")]
    [InlineData("test.cache.level-1.docker.v2")]
    public async Task What_completion_offers_is_listed(string ns)
    {
        await _tree.BuildAsync(options: "app");

        var run = await _tree.RunAsync("index", "list", ns);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(ns.TrimEnd('.'), run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("test..")]
    public async Task Two_dots_and_a_dot_alone_are_no_namespace(string ns) =>
        Assert.Equal(2, (await _tree.RunAsync("index", "list", ns)).ExitCode);

    public void Dispose() => _tree.Dispose();
}
