using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using static Slipway.Tests.Cases.ConfigCase;

namespace Slipway.Core.Tests.Configuration;

public sealed class ConfigReaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("{}")]
    [InlineData("\ufeff")]
    public void Without_content_the_defaults_count(string? text)
    {
        var reading = Sound(text);

        var defaults = new SlipwayConfig { Prefix = "repo" };
        Assert.Equal(
            defaults,
            reading.Config with
            {
                Projects = defaults.Projects,
                Expiry = defaults.Expiry,
                InsecureRegistries = defaults.InsecureRegistries,
                External = defaults.External,
            });
        Assert.Empty(reading.Config.Projects);
        Assert.Empty(reading.Config.InsecureRegistries);
        Assert.Equal(defaults.Expiry, reading.Config.Expiry);
        Assert.Empty(reading.Images);
        Assert.True(reading.IsWhole);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var reading = Sound("""
            prefix: gecko.v2
            folder: ./containers/images/
            scheme: slipway
            platform: linux/arm/v7
            levels:
              3: [mozilla-central, main]
              1: [try]
            protected-levels: [3, "2"]
            images:
              base:
              builder: { parent: base, max-age: 30d, secrets: [pip-token, npm] }
              debian12: { definition: debian, args: { BASE: "debian:12" } }
            run-task: third_party/run-task
            registry: ghcr.io/owner
            insecure-registries: [registry.internal:5000, "[fd00::1]:5000"]
            backend: embedded
            engine: podman
            cache-buster: 2
            image-builder: mozillareleases/image_builder:6.2.0
            index:
              hash: "{prefix}.{scope}.{name}.h.{digest}"
              latest: "{prefix}.{scope}.{name}.l"
              pushdate: "{prefix}.{scope}.{name}.p.{year}{month}{day}.{pushdatetime}"
            pull-requests: shared
            expires: { 1: 12h, 3: 2y }
            """);

        var config = reading.Config;
        Assert.Equal("gecko.v2", config.Prefix);
        Assert.Equal([Level.From(2), Level.From(3)], config.ProtectedLevels);
        Assert.Equal("containers/images", config.Folder.Value);
        Assert.Same(SlipwayDialect.Instance, config.Dialect);
        Assert.Equal("linux/arm/v7", config.Platform);
        Assert.Equal(
            [("main", 3), ("mozilla-central", 3), ("try", 1)],
            config.Projects.Select(pair => (pair.Key, pair.Value.Value)));
        Assert.Equal("third_party/run-task", config.RunTask?.Value);
        Assert.Equal("ghcr.io/owner", config.Registry);
        Assert.Equal(["[fd00::1]:5000", "registry.internal:5000"], config.InsecureRegistries);
        Assert.Equal("podman", config.Engine);
        Assert.Equal("2", config.CacheBuster);
        Assert.Equal("mozillareleases/image_builder:6.2.0", config.ImageBuilder);
        Assert.Equal(
            new IndexTemplates(
                "{prefix}.{scope}.{name}.h.{digest}",
                "{prefix}.{scope}.{name}.l",
                "{prefix}.{scope}.{name}.p.{year}{month}{day}.{pushdatetime}"),
            config.Templates);
        Assert.Equal(PullRequestScope.Shared, config.PullRequests);
        Assert.Equal(
            [(1, 0.5), (2, 365), (3, 730)], config.Expiry.Select(pair => (pair.Key.Value, pair.Value.TotalDays)));
        Assert.Equal(["base", "builder", "debian12"], reading.Images.Select(entry => entry.Name.Value));
        Assert.Equal("base", reading.Images[1].Parent?.Value.Value);
        Assert.Equal(TimeSpan.FromDays(30), reading.Images[1].MaxAge);
        Assert.Equal(["pip-token", "npm"], reading.Images[1].Secrets);
        Assert.Equal("debian", reading.Images[2].Definition?.Value);
        Assert.Equal("debian:12", reading.Images[2].Args["BASE"]);
    }

    [Fact]
    public void The_taskgraph_scheme_has_taskgraphs_templates_and_scope()
    {
        var config = Sound("index: { latest: '{prefix}.{scope}.{name}.newest' }\nscheme: taskgraph\n").Config;

        Assert.Same(TaskgraphDialect.Instance, config.Dialect);
        Assert.Equal(PullRequestScope.Shared, config.PullRequests);
        Assert.Equal(IndexTemplates.Taskgraph with { Latest = "{prefix}.{scope}.{name}.newest" }, config.Templates);
    }

    [Theory]
    [InlineData("1.10", "1.10")]
    [InlineData("010", "010")]
    [InlineData("true", "true")]
    [InlineData("~", "~")]
    [InlineData("null", "null")]
    [InlineData("", "")]
    [InlineData("''", "")]
    [InlineData("\"a\\tb\"", "a\tb")]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("|\n        one\n        two", "one\ntwo\n")]
    public void The_value_of_an_argument_is_its_text(string written, string value) =>
        Assert.Equal(value, Sound($"images:\n  a:\n    args:\n      X: {written}\n").Images[0].Args["X"]);

    [Fact]
    public void Anchors_and_merge_keys_work()
    {
        var reading = Sound("""
            images:
              a: &a { max-age: 1d, secrets: [s], args: &args { X: 1, Y: 2 } }
              b: { <<: *a, max-age: 2d, args: { <<: *args, Y: 3 } }
              c: { <<: [{ max-age: 3d }, *a] }
              d: *a
            """);

        Assert.Equal([1, 2, 3, 1], reading.Images.Select(entry => entry.MaxAge!.Value.Days));
        Assert.All(reading.Images, entry => Assert.Equal(["s"], entry.Secrets));
        Assert.Equal([("X", "1"), ("Y", "3")], reading.Images[1].Args.Select(arg => (arg.Key, arg.Value)));
    }

    [Fact]
    public void A_quoted_merge_key_is_a_key() =>
        Assert.Equal(
            [$"{ConfigurationCodes.UnknownKey} slipway.yml:1:1"], Places("\"<<\": { prefix: a }\n"));

    [Theory]
    [InlineData("1h", 1)]
    [InlineData("12h", 12)]
    [InlineData("30d", 30 * 24)]
    [InlineData("4w", 28 * 24)]
    [InlineData("1y", 365 * 24)]
    [InlineData("100y", 36500 * 24)]
    public void Durations_are_read(string text, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Sound($"images: {{ a: {{ max-age: {text} }} }}").Images[0].MaxAge);

    [Theory]
    [InlineData("repo", "repo")]
    [InlineData("my.repo", "my.repo")]
    [InlineData("a_b-c", "a_b-c")]
    public void The_name_of_the_root_folder_is_the_prefix(string rootName, string prefix) =>
        Assert.Equal(prefix, Sound(null, rootName).Config.Prefix);

    [Theory]
    [InlineData("my repo", "my-repo")]
    [InlineData("répo", "r-po")]
    [InlineData("  a  b  ", "a-b")]
    [InlineData(".config", "config")]
    [InlineData("a..b.", "a.b")]
    [InlineData("", "slipway")]
    [InlineData("日本", "slipway")]
    public void A_root_folder_whose_name_cannot_be_a_prefix_gets_a_near_one_and_a_warning(
        string rootName, string prefix)
    {
        var (reading, problems) = Read(null, rootName);

        Assert.Equal(prefix, reading.Config.Prefix);
        Assert.True(IndexNamespace.TryParse(prefix, out _));
        var problem = ProblemAssert.Single(problems, ConfigurationCodes.PrefixChanged, location: null);
        Assert.Equal(Severity.Warning, problem.Severity);
    }

    [Fact]
    public void A_long_name_of_the_root_folder_is_cut()
    {
        var (reading, problems) = Read(null, new string('a', 300));

        Assert.Equal(new string('a', 64), reading.Config.Prefix);
        Assert.Single(problems);
    }

    [Fact]
    public void A_prefix_that_is_set_silences_the_warning_about_the_folder() =>
        ProblemAssert.None(Read("prefix: a", "my repo").Problems);
}
