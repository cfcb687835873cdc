using Slipway.Cli.Ci;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using YamlDotNet.RepresentationModel;

namespace Slipway.Cli.Tests.Ci;

public sealed class GitLabPipelineTests
{
    private static readonly string[] Push = ["--level", "3", "--project", "it's main"];

    private static PlannedImage New(string name, params string[] parents) =>
        Sample.Planned(name, '1', PlanAction.Build, new PlanReason.NotIndexed(), null, parents);

    [Fact]
    public void Each_image_is_a_job_that_needs_those_of_its_parents()
    {
        var root = Parse(Sample.Plan(New("base"), New("app", "base")));

        Assert.Equal(["workflow", "stages", "build base", "build app"], Keys(root));
        Assert.Equal(["wave-1", "wave-2"], Texts(root, "stages"));
        Assert.Equal("wave-2", ((YamlScalarNode)root["build app"]["stage"]).Value);
        Assert.Equal(["build base"], Texts(root["build app"], "needs"));
        Assert.Empty(Texts(root["build base"], "needs"));
        Assert.Equal(["slipway build app --level 3 --project 'it'\\''s main'"], Texts(root["build app"], "script"));
    }

    [Fact]
    public void It_has_its_jobs_in_the_pipeline_of_a_merge_request_too() => Assert.Equal(
        "always",
        ((YamlScalarNode)Parse(Sample.Plan(New("base")))["workflow"]["rules"][0]["when"]).Value);

    [Fact]
    public void Parents_that_are_there_already_are_not_needed()
    {
        var found = Sample.Planned("base", '1', PlanAction.Reuse, new PlanReason.Forced());

        Assert.Empty(Texts(Parse(Sample.Plan(found, New("app", "base")))["build app"], "needs"));
    }

    [Fact]
    public void A_job_for_another_platform_than_the_trees_has_it_in_a_variable() => Assert.Equal(
        "linux/arm64",
        ((YamlScalarNode)Parse(Sample.Plan(New("base") with { Platform = "linux/arm64" }))["build base"]["variables"]
            ["IMAGE_PLATFORM"]).Value);

    [Fact]
    public void A_template_is_included_and_extended()
    {
        var root = Parse(Sample.Plan(New("base")), ".gitlab/slipway.yml");

        Assert.Equal(".gitlab/slipway.yml", ((YamlScalarNode)root["include"][0]["local"]).Value);
        Assert.Equal(".slipway", ((YamlScalarNode)root["build base"]["extends"]).Value);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("default")]
    [InlineData("true")]
    [InlineData("1.0")]
    public void A_name_that_is_a_word_of_its_own_stays_a_name(string name) =>
        Assert.Equal($"build {name}", Keys(Parse(Sample.Plan(New(name)))).Last());

    [Fact]
    public void What_was_forced_is_forced_in_its_job()
    {
        var forced = Sample.Planned("base", '1', PlanAction.Build, new PlanReason.Forced());

        Assert.EndsWith(
            " --force", Texts(Parse(Sample.Plan(forced))["build base"], "script").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_parents_than_a_job_may_need_are_left_to_the_stages()
    {
        var parents = Enumerable.Range(0, 51).Select(i => New($"i{i}")).ToArray();

        var root = Parse(Sample.Plan([.. parents, New("app", [.. parents.Select(parent => parent.Name.Value)])]));

        Assert.False(((YamlMappingNode)root["build app"]).Children.ContainsKey("needs"));
    }

    [Fact]
    public void Nothing_to_build_is_a_pipeline_with_one_job() =>
        Assert.Equal(["workflow", "stages", "nothing to build"], Keys(Parse(Sample.Plan())));

    private static YamlNode Parse(BuildPlan plan, string? template = null)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(new GitLabPipeline(plan, new GitLabOptions(Push, template)).Write()));
        return Assert.Single(stream.Documents).RootNode;
    }

    private static IEnumerable<string> Keys(YamlNode map) =>
        ((YamlMappingNode)map).Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    private static IEnumerable<string> Texts(YamlNode map, string key) =>
        ((YamlSequenceNode)map[key]).Children.Select(item => ((YamlScalarNode)item).Value!);
}
