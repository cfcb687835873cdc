using System.Text.Json.Nodes;
using Slipway.Cli.Ci;
using Slipway.Cli.Json;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;

namespace Slipway.Cli.Tests.Ci;

public sealed class GitHubMatrixTests
{
    private static PlannedImage New(string name, params string[] parents) =>
        Sample.Planned(name, '1', PlanAction.Build, new PlanReason.NotIndexed(), null, parents);

    [Fact]
    public void Each_wave_is_a_matrix()
    {
        var document = GitHubMatrix.ToDocument(Sample.Plan(New("base"), New("app", "base"), New("lint", "base")));

        Assert.Equal(
            """{"count":3,"waves":[{"include":[{"image":"base","digest":"1111111111111111111111111111111111111111111111111111111111111111","action":"build","cause":"not in the index"}]},{"include":[{"image":"app","digest":"1111111111111111111111111111111111111111111111111111111111111111","action":"build","cause":"not in the index"},{"image":"lint","digest":"1111111111111111111111111111111111111111111111111111111111111111","action":"build","cause":"not in the index"}]}]}""",
            JsonOutput.ToLine(document));
    }

    [Fact]
    public void An_image_for_another_platform_than_the_trees_says_which() => Assert.Contains(
        "\"platform\":\"linux/arm64\"",
        JsonOutput.ToLine(GitHubMatrix.ToDocument(Sample.Plan(New("base") with { Platform = "linux/arm64" }))),
        StringComparison.Ordinal);

    [Fact]
    public void The_outputs_are_the_whole_and_each_wave()
    {
        var outputs = GitHubMatrix
            .ToOutputs(GitHubMatrix.ToDocument(Sample.Plan(New("base"), New("app", "base"))))
            .ToList();

        Assert.Equal(["plan", "count", "waves", "wave-1", "wave-2"], outputs.Select(output => output.Name));
        Assert.Equal(["2", "2"], outputs.Skip(1).Take(2).Select(output => output.Value));
        Assert.Equal("app", (string)JsonNode.Parse(outputs[4].Value)!["include"]![0]!["image"]!);
    }

    [Fact]
    public void A_wave_of_more_jobs_than_a_matrix_may_have_is_cut()
    {
        var document = GitHubMatrix.ToDocument(Sample.Plan([.. Enumerable.Range(0, 600).Select(i => New($"i{i}"))]));

        Assert.Equal([256, 256, 88], document.Waves.Select(wave => wave.Include.Count));
        Assert.Equal(
            600, document.Waves.SelectMany(wave => wave.Include).Select(entry => entry.Image).Distinct().Count());
    }

    [Fact]
    public void Nothing_to_build_is_no_wave() =>
        Assert.Equal("""{"count":0,"waves":[]}""", JsonOutput.ToLine(GitHubMatrix.ToDocument(Sample.Plan())));
}
