using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust verify</c> of what a tree has, which no task built.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustVerifyTreeTests : IDisposable
{
    private readonly SignedTree _signed = new();

    public void Dispose() => _signed.Dispose();

    [Theory]
    [InlineData("python3.12")]
    [InlineData("debian12-amd64-build-a")]
    public async Task An_image_is_meant_by_its_name_also_when_it_reads_like_a_namespace_or_a_build(string name)
    {
        _signed.Tree.Image(name, "FROM scratch\nCOPY Dockerfile /\n");
        await _signed.Tree.BuildAsync();
        await _signed.AttestAsync(name);

        var run = await _signed.VerifyAsync(name);
        var ofPath = await _signed.VerifyAsync(Path.Join(_signed.Tree.Root, "images", name));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True(ofPath.ExitCode == 0, ofPath.Output + ofPath.Error);
    }

    [Fact]
    public async Task A_name_that_is_an_image_s_and_a_file_s_is_not_taken_for_either()
    {
        string name = $"{Path.GetRandomFileName().Replace(".", "-", StringComparison.Ordinal)}.tar";
        _signed.Tree.Image(name, "FROM scratch\nCOPY Dockerfile /\n");
        await _signed.Tree.BuildAsync();
        await _signed.AttestAsync(name);
        string file = Path.Join(Environment.CurrentDirectory, name);
        Assert.Equal(0, (await _signed.VerifyAsync(name)).ExitCode);
        await File.WriteAllTextAsync(file, "no image", TestContext.Current.CancellationToken);
        try
        {
            var run = await _signed.VerifyAsync(name);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains($"'./{name}' for the file", run.Error, StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task All_images_of_a_tree_are_judged_by_what_was_signed_about_them()
    {
        _signed.Tree
            .Image("base", "FROM scratch\nCOPY Dockerfile /\n")
            .Image("app", "FROM base\nCOPY Dockerfile /app\n")
            .Image("lint", "FROM scratch\nCOPY Dockerfile /lint\n");
        await _signed.Tree.BuildAsync();
        await _signed.AttestAsync("base");
        await _signed.AttestAsync("app");

        var refused = await _signed.VerifyAsync("--all");
        await _signed.AttestAsync("lint");
        _signed.Tree.Image("new", "FROM scratch\nCOPY Dockerfile /new\n");
        var accepted = await _signed.VerifyAsync("--all", "--json");
        var text = await _signed.VerifyAsync("--all");
        var answer = JsonNode.Parse(accepted.Output)!;

        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("lint: refused by rule 8.1", refused.Output, StringComparison.Ordinal);
        Assert.Contains("3 images, 1 refused.", refused.Output, StringComparison.Ordinal);
        Assert.True(accepted.ExitCode == 0, accepted.Output + accepted.Error);
        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Equal(
            ["app", "base", "lint"], answer["images"]!.AsArray().Select(image => (string)image!["image"]!));
        Assert.Equal("new", (string)Assert.Single(answer["missing"]!.AsArray())!);
        Assert.Contains("Not in the index, so not judged: new.", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_in_the_index_nothing_is_accepted()
    {
        _signed.Tree.Image("base", "FROM scratch\nCOPY Dockerfile /\n");

        var run = await _signed.VerifyAsync("--all");

        Assert.True(run.ExitCode == 3, run.Output + run.Error);
        Assert.Contains("nothing was judged", run.Error, StringComparison.Ordinal);
    }
}
