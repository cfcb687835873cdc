using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Gecko;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Gecko;

/// <summary>A tree with gecko's transforms, as a test says it.</summary>
internal static class GeckoCase
{
    public const string KindFile = "taskcluster/kinds/docker-image/kind.yml";
    public const string ConfigFile = "taskcluster/config.yml";
    public const string DebianFile = "taskcluster/kinds/packages/debian.yml";

    /// <summary>The recorded tree.</summary>
    public static InMemorySourceTree Tree() => TreeOf(GeckoGolden.Files());

    /// <summary>The recorded tree with other texts in the places of some.</summary>
    /// <param name="changes">Path, what is replaced, and by what; each has to be there.</param>
    public static InMemorySourceTree Changed(params (string Path, string Old, string New)[] changes)
    {
        var files = GeckoGolden.Files().ToDictionary(file => file.Path);
        foreach (var (path, old, replacement) in changes)
        {
            Assert.Contains(old, files[path].Text, StringComparison.Ordinal);
            files[path] = files[path] with
            {
                Text = files[path].Text.Replace(old, replacement, StringComparison.Ordinal),
            };
        }

        return TreeOf(files.Values);
    }

    public static InMemorySourceTree TreeOf(IEnumerable<(string Path, string Text, UnixFileMode Mode)> files)
    {
        var tree = new InMemorySourceTree();
        foreach (var (path, text, mode) in files)
        {
            tree.Add(path, text, mode);
        }

        return tree;
    }

    public static CatalogResult Read(this InMemorySourceTree tree, string? type = null, string? project = null) =>
        CatalogReader.Read(tree, KnownDialects.All, checkout: new CheckoutFacts(type, project));

    /// <summary>The inputs of everything that the tree has.</summary>
    public static IReadOnlyDictionary<ImageName, ImageInputs> Inputs(
        this InMemorySourceTree tree, string? type = null, string? project = null)
    {
        var catalog = tree.Read(type, project).Catalog;
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(tree, catalog.Config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        ProblemAssert.None(problems.ToSorted());
        return inputs;
    }

    /// <summary>The digests by name.</summary>
    public static Dictionary<string, string> Digests(
        this InMemorySourceTree tree, string? type = null, string? project = null) =>
        tree.Inputs(type, project).ToDictionary(pair => pair.Key.Value, pair => pair.Value.Digest.ToString());

    /// <summary>What is wrong with a tree.</summary>
    public static ImmutableArray<Diagnostic> Refusals(this InMemorySourceTree tree) =>
        [.. tree.Read().Diagnostics.Where(problem => problem.Severity == Severity.Error)];
}
