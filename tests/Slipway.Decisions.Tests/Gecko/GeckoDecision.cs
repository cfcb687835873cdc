using System.Text;
using System.Text.Json;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Decisions.Gecko;
using Slipway.Decisions.Planning;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Tests.Gecko;
using Slipway.Tests.Trees;

namespace Slipway.Decisions.Tests.Gecko;

/// <summary>A decision about a tree with gecko's transforms, of which nothing is in the index.</summary>
internal static class GeckoDecision
{
    public static readonly TaskId Group = TaskId.FromBytes("0123456789abcdef"u8);

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <param name="variant">The push.</param>
    /// <param name="changes">Changes of the recorded tree: path, what is replaced, by what; a whole new file when
    /// nothing is replaced.</param>
    public static DecisionPlan Of(string variant, params (string Path, string Old, string New)[] changes) =>
        Of(GeckoGolden.Parameters(variant), GeckoGolden.Level(variant), changes);

    public static DecisionPlan Of(
        JsonElement parameters, Level level, params (string Path, string Old, string New)[] changes)
    {
        var (planner, plan, hashes) = Planner(parameters, level, changes);
        return planner.Plan(plan, hashes);
    }

    /// <summary>What makes the tasks, and what it makes them of.</summary>
    public static (
        GeckoDecisionPlanner Planner, BuildPlan Plan, IReadOnlyDictionary<ImageName, Sha256Digest> Hashes) Planner(
        JsonElement parameters, Level level, params (string Path, string Old, string New)[] changes)
    {
        var said = ParametersReader.Read(Encoding.UTF8.GetBytes(parameters.GetRawText()), "parameters.json");
        var tree = TreeOf(changes);
        string project = said.Project!;
        var catalog = CatalogReader.Read(
            tree, KnownDialects.All, checkout: new CheckoutFacts(said.RepositoryType, project)).Catalog;
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        var push = new PushContext
        {
            Level = level,
            Project = project,
            PushDate = said.PushDate!.Value,
            PullRequest = PushParameters.IsPullRequestEvent(said.TasksFor!) ? "1" : null,
        };
        var plan = new Planner(
            catalog,
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Digest),
            new PlanRequest { Wanted = [.. catalog.ParentsFirst.Select(image => image.Name)], Push = push, Now = Now })
            .Plan(new Dictionary<IndexNamespace, IndexEntry>());
        var request = new DecisionRequest
        {
            Group = Group,
            Decision = Group,
            Now = Now,
            Parameters = PushParameters.Of(said, push),
        };
        var settings = new PoolSettingsReader(catalog.Config, level, project).Read(needsWorkers: false);
        return (
            new GeckoDecisionPlanner(catalog, settings, request),
            plan,
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.ContextHash!.Value));
    }

    private static InMemorySourceTree TreeOf((string Path, string Old, string New)[] changes)
    {
        var files = GeckoGolden.Files().ToDictionary(file => file.Path);
        foreach (var (path, old, replacement) in changes)
        {
            files[path] = old.Length == 0
                ? (path, replacement, TempTree.Plain)
                : files[path] with { Text = Replaced(files[path].Text, old, replacement) };
        }

        var tree = new InMemorySourceTree();
        foreach (var (path, text, mode) in files.Values)
        {
            tree.Add(path, text, mode);
        }

        return tree;
    }

    private static string Replaced(string text, string old, string replacement)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
