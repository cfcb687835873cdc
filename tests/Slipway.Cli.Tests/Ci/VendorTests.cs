using System.Text.RegularExpressions;
using Slipway.Cli.Ci;
using Slipway.Cli.Tests.Support;
using Slipway.Cli.Tests.Support.Vendors;
using Slipway.Core.Causes;
using Slipway.Core.Planning;

namespace Slipway.Cli.Tests.Ci;

/// <summary>What goes to GitHub and GitLab, and what the documentation shows, is what they take.</summary>
public sealed partial class VendorTests(VendorFixture vendors) : IClassFixture<VendorFixture>
{
    [Theory]
    [InlineData("ci.md", ".github/workflows/images.yml")]
    [InlineData("ci.md", ".github/workflows/impact.yml")]
    [InlineData("registry-backend.md", ".github/workflows/images.yml")]
    public async Task The_workflows_of_the_documentation_are_valid(string page, string name) =>
        Assert.Empty(await vendors.CheckAsync("github", Blocks(page)[name]));

    [Theory]
    [InlineData("ci.md", ".gitlab-ci.yml")]
    [InlineData("ci.md", ".gitlab/slipway.yml")]
    [InlineData("ci.md", ".gitlab/impact.yml")]
    [InlineData("registry-backend.md", ".gitlab-ci.yml")]
    [InlineData("registry-backend.md", ".gitlab/slipway.yml")]
    public async Task The_pipelines_of_the_documentation_are_valid(string page, string name) =>
        Assert.Empty(await vendors.CheckAsync("gitlab", Blocks(page)[name]));

    [Fact]
    public async Task A_workflow_that_is_not_valid_is_found() =>
        Assert.Contains(
            "Unexpected value 'foo'",
            await vendors.CheckAsync("github", "foo: 1\n" + Blocks("ci.md")[".github/workflows/images.yml"]),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_pipeline_that_is_not_valid_is_found() =>
        Assert.Contains(
            "stage", await vendors.CheckAsync("gitlab", "job: { stage: 5, script: [a] }\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "base", "app", "image", "true")]
    [InlineData(".gitlab/slip way's.yml", "base")]
    [InlineData(null)]
    public async Task A_child_pipeline_is_valid(string? template, params string[] images)
    {
        var plan = Sample.Plan([.. images.Select((name, i) => Sample.Planned(
            name, '1', PlanAction.Build, new PlanReason.NotIndexed(), null, [.. images.Take(i)]))]);

        string yaml = new GitLabPipeline(
            plan, new GitLabOptions(["--project", "it's \"$a\" main\\"], template)).Write();

        Assert.Empty(await vendors.CheckAsync("gitlab", yaml));
    }

    /// <summary>The YAML files of a page, by the name in their first line.</summary>
    private static Dictionary<string, string> Blocks(string page) =>
        Block()
            .Matches(File.ReadAllText(Repository.PathOf("docs", page)))
            .ToDictionary(
                block => block.Groups["name"].Value, block => block.Groups["body"].Value, StringComparer.Ordinal);

    [GeneratedRegex(
        "^```yaml\n# (?<name>\\S+)\n(?<body>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Block();
}
