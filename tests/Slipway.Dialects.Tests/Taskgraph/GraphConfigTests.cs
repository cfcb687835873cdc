using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>What <c>taskcluster/config.yml</c> gives.</summary>
public sealed class GraphConfigTests
{
    private const string Kind = "tasks: { base: {} }\n";

    private static SlipwayConfig Config(string text) => TreeOf(Kind, text).Sound().Config;

    [Fact]
    public void The_trust_domain_is_the_prefix()
    {
        var config = Config("trust-domain: acme\n");

        Assert.Equal("acme", config.Prefix);
        Assert.Equal("acme", config.Extensions.Get<TaskSettings>().TrustDomain);
        Assert.Equal(PullRequestScope.Shared, config.PullRequests);
        Assert.Equal(TimeSpan.FromDays(28), config.Expiry[Level.From(1)]);
    }

    [Fact]
    public void The_prefix_of_cached_tasks_goes_before_the_trust_domain()
    {
        var config = Config(
            "{ trust-domain: acme, taskgraph: { cached-task-prefix: acme.v2.repo, cache-pull-requests: no } }\n");

        Assert.Equal("acme.v2.repo", config.Prefix);
        Assert.Equal("acme", config.Extensions.Get<TaskSettings>().TrustDomain);
        Assert.Equal(PullRequestScope.None, config.PullRequests);
    }

    [Theory]
    [InlineData("90 days", 90)]
    [InlineData("3 months", 90)]
    [InlineData("1 year", 365)]
    [InlineData("48h", 2)]
    [InlineData("2880 min", 2)]
    [InlineData("172800s", 2)]
    public void Level_1_expires_after_the_time_of_taskgraph_and_the_others_after_a_year(string text, int days)
    {
        var config = Config($"{{ trust-domain: acme, task-expires-after: {text} }}\n");

        Assert.Equal(TimeSpan.FromDays(days), config.Expiry[Level.From(1)]);
        Assert.Equal(TimeSpan.FromDays(365), config.Expiry[Level.From(2)]);
        Assert.Equal(TimeSpan.FromDays(365), config.Expiry[Level.From(3)]);
    }

    [Theory]
    [InlineData("1", null, "acme-{level}", "{alias}-t", "low", "1 day")]
    [InlineData("3", "main", "acme-{level}", "images-gcp", "high", "2 days")]
    [InlineData("3", "mainline", "acme-{level}", "images-gcp", "high", "3 days")]
    public void Tasks_are_made_as_the_push_asks_for(
        string level, string? project, string provisioner, string workerType, string priority, string deadline)
    {
        var tasks = Config("""
            trust-domain: acme
            task-priority: { by-level: { '3': high, default: low } }
            task-deadline-after: { by-project: { main: 2 days, main.*: 3 days, default: 1 day } }
            workers:
              aliases:
                images:
                  provisioner: acme-{level}
                  implementation: generic-worker
                  worker-type: { by-level: { '3': images-gcp, default: '{alias}-t' } }
            """).Extensions.Get<TaskSettings>();
        string? Of(KeyedText? text) => text?.Resolve(Level.From(level[0] - '0'), project);

        Assert.Equal(provisioner, Of(tasks.Provisioner));
        Assert.Equal(workerType, Of(tasks.WorkerType));
        Assert.Equal(priority, Of(tasks.Priority));
        Assert.Equal(deadline, Of(tasks.Deadline));
        Assert.Equal(WorkerImplementation.GenericWorker, tasks.Implementation);
    }

    [Fact]
    public void Groups_of_symbols_have_names()
    {
        var tasks = Config("""
            trust-domain: acme
            treeherder: { group-names: { I: Docker images, 'TL': Toolchains } }
            """).Extensions.Get<TaskSettings>();

        Assert.Equal(
            [("I", "Docker images"), ("TL", "Toolchains")], tasks.GroupNames.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("treeherder: { group-names: [I] }", "1:50")]
    [InlineData("task-priority: { by-colour: { red: low } }", "1:38")]
    [InlineData("workers: []", "1:32")]
    [InlineData("workers: { aliases: { images: { implementation: scriptworker } } }", "1:71")]
    public void What_only_tasks_need_is_a_warning(string text, string place)
    {
        var (catalog, warnings) = TreeOf(Kind, $"{{ trust-domain: acme, {text} }}\n").Warned();

        Assert.Equal(["base"], catalog.Names());
        ProblemAssert.Single(warnings, TaskgraphCodes.ConfigInvalid, $"{ConfigFile}:{place}");
    }

    [Theory]
    [InlineData("trust-domain: [a]", "1:17")]
    [InlineData("trust-domain: 'a b'", "1:17")]
    [InlineData("taskgraph: { cached-task-prefix: a..b }", "1:36")]
    [InlineData("taskgraph: { cache-pull-requests: maybe }", "1:37")]
    [InlineData("taskgraph: yes", "1:14")]
    [InlineData("task-expires-after: soon", "1:23")]
    [InlineData("docker-image-kind: ../docker", "1:22")]
    [InlineData("docker-image-kind: [a]", "1:22")]
    public void What_decides_where_images_are_is_an_error(string text, string place)
    {
        var problem = Assert.Single(
            TreeOf(Kind, $"{{ {text} }}\n").Problems(), problem => problem.Severity == Severity.Error);

        Assert.Equal(
            (TaskgraphCodes.ConfigInvalid, $"{ConfigFile}:{place}"), (problem.Code, problem.Location.ToString()));
    }

    [Theory]
    [InlineData("[]", "1:1")]
    [InlineData("a: [", null)]
    public void A_config_file_that_cannot_be_read_leaves_no_images(string text, string? place)
    {
        var result = CatalogReader.Read(TreeOf(Kind, text), KnownDialects.All);

        Assert.Empty(result.Catalog.ParentsFirst);
        Assert.Contains(
            result.Diagnostics, problem => place is null || problem.Location.ToString() == $"{ConfigFile}:{place}");
    }

    [Fact]
    public void A_kind_that_is_not_there_is_named()
    {
        var (catalog, warnings) = TreeOf(Kind, "docker-image-kind: images\n").Warned();

        Assert.Equal(["app", "base", "other"], catalog.Names());
        Assert.Contains(warnings, warning => warning.Code == TaskgraphCodes.KindMissing);
    }

    [Fact]
    public void Aliases_inside_of_aliases_do_not_grow_without_end()
    {
        string anchors = string.Concat(Enumerable.Range(1, 60).Select(i =>
            $"  k{i}: [&k{i} {{ by-level: {{ '1': *k{i - 1}, '2': *k{i - 1} }} }}]\n"));

        var (_, warnings) = TreeOf(Kind, $"trust-domain: acme\nmeta:\n  k0: [&k0 low]\n{anchors}task-priority: *k60\n")
            .Warned();

        Assert.Empty(warnings);
    }
}
