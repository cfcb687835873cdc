using Slipway.Core.Edges;
using Slipway.Model.Configuration;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>A <c>slipway.yml</c> of the taskgraph scheme goes over taskgraph's files.</summary>
public sealed class OverTaskgraphTests
{
    [Fact]
    public void Its_keys_are_put_over_those_of_the_task()
    {
        var catalog = TreeOf("tasks: { base: { symbol: I(b), args: { A: '1', B: '2' } }, app: { parent: base } }\n")
            .WithConfig("""
                images:
                  base: { max-age: 30d, secrets: [pip], args: { B: "3" } }
                  app: { cache: false }
                  third: { definition: other, parent: base }
                scheme: taskgraph
                run-task: third_party/run-task
                """)
            .Sound();

        Assert.Equal(["base", "app", "third"], catalog.Names());
        var image = catalog.Image("base");
        Assert.Equal(TimeSpan.FromDays(30), image.MaxAge);
        Assert.Equal(["pip"], image.Secrets);
        Assert.Equal(new() { ["A"] = "1", ["B"] = "3" }, catalog.ArgsOf("base"));
        Assert.Equal("I(b)", image.Extensions.Get<ImageTaskSettings>().Symbol);
        Assert.Equal(["base"], catalog.ParentsOf("app"));
        Assert.False(catalog.Image("app").IsCached);
        Assert.Equal("acme", catalog.Config.Prefix);
    }

    [Fact]
    public void Its_settings_are_put_over_those_of_the_configuration()
    {
        var config = TreeOf(
                "tasks: { base: {} }\n",
                """
                { trust-domain: acme, task-priority: low, treeherder: { group-names: { I: Old, T: Tests } }, workers: { aliases: { images: { provisioner: a, worker-type: b } } } }
                """)
            .WithConfig(
                """
                scheme: taskgraph
                prefix: own
                pull-requests: isolated
                expires: { 1: 7d }
                taskcluster:
                  worker-pool: { by-level: { 3: proj/trusted, default: "proj/{alias}" } }
                  priority: high
                  max-run-time: 4h
                  group-names: { I: Images, X: Others }
                """)
            .Sound()
            .Config;

        Assert.Equal("own", config.Prefix);
        Assert.Equal("acme", config.Extensions.Get<TaskSettings>().TrustDomain);
        Assert.Equal(PullRequestScope.Isolated, config.PullRequests);
        Assert.Equal(TimeSpan.FromDays(7), config.Expiry[Level.From(1)]);
        Assert.Equal("proj", config.Extensions.Get<TaskSettings>().Provisioner?.Resolve(Level.From(1), null));
        Assert.Equal("trusted", config.Extensions.Get<TaskSettings>().WorkerType?.Resolve(Level.From(3), null));
        Assert.Equal("{alias}", config.Extensions.Get<TaskSettings>().WorkerType?.Resolve(Level.From(1), null));
        Assert.Equal("high", config.Extensions.Get<TaskSettings>().Priority?.Resolve(Level.From(1), null));
        Assert.Equal(TimeSpan.FromHours(4), config.Extensions.Get<TaskSettings>().MaxRunTime);
        Assert.Equal(
            ["I=Images", "T=Tests", "X=Others"],
            config.Extensions.Get<TaskSettings>().GroupNames.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Without_a_kind_the_folders_are_the_images_of_the_trust_domain()
    {
        var catalog = CatalogCase.TreeWith(("base", "FROM debian:12\n"))
            .With(ConfigFile, "trust-domain: acme\n")
            .With(".taskcluster.yml", "image: x/taskgraph:decision-v24.2.0\n")
            .WithConfig("scheme: taskgraph\n")
            .Sound();

        Assert.Equal(["base"], catalog.Names());
        Assert.Equal("acme", catalog.Config.Prefix);
    }

    [Fact]
    public void A_cached_image_on_one_that_is_not_is_an_error_of_every_scheme() =>
        ProblemAssert.Single(
            CatalogCase.TreeWith(("base", "FROM debian:12\n"), ("app", "FROM base\n"))
                .WithConfig("images: { base: { cache: false } }\n")
                .Problems(),
            EdgeCodes.ParentUncached,
            "taskcluster/docker/app/Dockerfile:1");

    [Theory]
    [InlineData("taskcluster: { worker-pool: nothing }", "1:29")]
    [InlineData("taskcluster: { worker-pool: { by-colour: { red: a/b } } }", "1:29")]
    [InlineData("taskcluster: { worker-pool: { by-level: { 3: a } } }", "1:46")]
    [InlineData("taskcluster: { priority: urgent }", "1:26")]
    [InlineData("taskcluster: { deadline: soon }", "1:26")]
    [InlineData("taskcluster: { max-run-time: 1m }", "1:30")]
    [InlineData("taskcluster: { scopes: [\"\\u00e9\"] }", "1:25")]
    [InlineData("taskcluster: { implementation: none }", "1:32")]
    [InlineData("images: { base: { cache: yes } }", "1:26")]
    [InlineData("images: { base: { index: { product: a } } }", "1:26")]
    public void A_setting_that_cannot_be_is_reported_once(string text, string place)
    {
        var problem = Assert.Single(ConfigCase.Problems($"{text}\n"));

        Assert.Equal($"slipway.yml:{place}", problem.Location.ToString());
    }
}
