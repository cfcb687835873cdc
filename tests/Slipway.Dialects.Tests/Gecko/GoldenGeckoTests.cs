using System.Text.Json;
using Slipway.Core.Planning;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Gecko;

namespace Slipway.Dialects.Tests.Gecko;

/// <summary>The values that gecko's own transforms gave, from the tree to the plan.</summary>
public sealed class GoldenGeckoTests
{
    public static TheoryData<string> Variants => [.. GeckoGolden.Variants];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Digests_lines_and_contexts_are_those_of_gecko(string variant)
    {
        var tree = GeckoCase.Tree();
        var inputs = tree.Inputs(GeckoGolden.RepositoryType(variant));

        Assert.Equal(20 + 1, GeckoGolden.Nodes(variant).Count());
        foreach (var (node, values) in GeckoGolden.Nodes(variant))
        {
            var found = inputs[ImageName.Parse(node)];
            if (values.TryGetProperty("context_hash", out var hash))
            {
                Assert.Equal(hash.GetString(), found.ContextHash.ToString());
            }

            if (values.GetProperty("digest").ValueKind == JsonValueKind.Null)
            {
                Assert.False(tree.Sound().Image(node).IsCached);
                continue;
            }

            Assert.Equal(GeckoGolden.Strings(values, "digest_lines"), found.Lines);
            Assert.Equal(values.GetProperty("digest").GetString(), found.Digest.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Searches_and_routes_are_those_of_gecko(string variant)
    {
        var parameters = GeckoGolden.Parameters(variant);
        var tree = GeckoCase.Tree();
        string type = GeckoGolden.RepositoryType(variant);
        var catalog = tree.Read(type).Catalog;
        var digests = tree.Inputs(type).ToDictionary(pair => pair.Key, pair => pair.Value.Digest);
        bool isRequest = parameters.GetProperty("tasks_for").GetString()!
            .StartsWith("github-pull-request", StringComparison.Ordinal);
        var planner = new Planner(catalog, digests, new PlanRequest
        {
            Wanted = [.. catalog.ParentsFirst.Select(image => image.Name)],
            Push = new PushContext
            {
                Level = GeckoGolden.Level(variant),
                PushDate = DateTimeOffset.FromUnixTimeSeconds(parameters.GetProperty("build_date").GetInt64()),
                PullRequest = isRequest ? "1" : null,
            },
            Now = DateTimeOffset.UnixEpoch,
        });
        var plan = planner
            .Plan(new Dictionary<IndexNamespace, IndexEntry>())
            .Images.ToDictionary(image => image.Name.Value);

        foreach (var (node, values) in GeckoGolden.Nodes(variant))
        {
            if (values.GetProperty("digest").ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            Assert.Equal(
                GeckoGolden.Strings(values, "index_search"),
                plan[node].Candidates.Select(question => question.Namespace.Value));
            Assert.Equal(
                GeckoGolden.Strings(values, "routes")
                    .Where(route => route.Contains(".cache.", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
                plan[node].Inserts.Select(ns => $"index.{ns}").Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("hg")]
    [InlineData("git")]
    public void With_the_snippet_of_taskgraph_two_images_are_others(string type)
    {
        var plain = GeckoCase.Tree().Digests(type);
        var tree = GeckoCase.Tree().WithConfig("scheme: gecko\ngecko: { run-task-snippet: taskgraph }\n");
        var inputs = tree.Inputs(type);
        var others = GeckoGolden.All.GetProperty("with_taskgraphs_run_task_snippet");

        foreach (var (name, found) in inputs)
        {
            bool isOther = others.TryGetProperty(name.Value, out var values);
            Assert.Equal(
                isOther ? values.GetProperty($"digest_{type}").GetString() : plain[name.Value],
                found.Digest.ToString());
            if (isOther)
            {
                Assert.Equal(values.GetProperty("context_hash").GetString(), found.ContextHash.ToString());
            }
        }
    }

    [Theory]
    [InlineData("hg")]
    [InlineData("git")]
    public void With_orjson_the_image_with_characters_beyond_ascii_is_another(string type)
    {
        var plain = GeckoCase.Tree().Inputs(type);
        var found = GeckoCase.Tree().WithConfig("scheme: gecko\ngecko: { orjson: true }\n").Inputs(type);
        var values = GeckoGolden.All.GetProperty("with_orjson").GetProperty("greeting").GetProperty(type);
        var greeting = ImageName.Parse("greeting");

        Assert.Equal(values.GetProperty("args_line").GetString(), found[greeting].Lines[1]);
        Assert.Equal(values.GetProperty("digest").GetString(), found[greeting].Digest.ToString());
        Assert.All(
            plain.Where(pair => pair.Key != greeting),
            pair => Assert.Equal(pair.Value.Digest, found[pair.Key].Digest));
    }
}
