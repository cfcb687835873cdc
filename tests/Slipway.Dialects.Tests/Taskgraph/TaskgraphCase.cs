using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>A tree that uses taskgraph, as a test says it.</summary>
internal static class TaskgraphCase
{
    public const string ConfigFile = "taskcluster/config.yml";

    public const string KindFile = "taskcluster/kinds/docker-image/kind.yml";

    /// <summary>
    /// A tree with images in the folders <c>base</c>, <c>app</c> and <c>other</c>, whose release of taskgraph is known.
    /// </summary>
    /// <param name="kind">The <c>kind.yml</c>.</param>
    /// <param name="config">The <c>config.yml</c>.</param>
    public static InMemorySourceTree TreeOf(string kind, string config = "trust-domain: acme\n") =>
        CatalogCase.TreeWith(("base", "FROM debian:12\n"), ("app", "FROM debian:12\n"), ("other", "FROM debian:12\n"))
            .With("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0 \\\n")
            .With(ConfigFile, config)
            .With(KindFile, kind);

    /// <summary>The digest that lines make.</summary>
    public static InputsDigest DigestOf(IEnumerable<string> lines) =>
        InputsDigest.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    /// <summary>The catalog of a tree of which only warnings are to be said.</summary>
    public static (ImageCatalog Catalog, ImmutableArray<Diagnostic> Warnings) Warned(this InMemorySourceTree tree)
    {
        var result = CatalogReader.Read(tree, KnownDialects.All);
        Assert.All(result.Diagnostics, problem => Assert.Equal(Severity.Warning, problem.Severity));
        return (result.Catalog, DiagnosticBag.Sort([.. result.Diagnostics, .. result.Catalog.LeftOut]));
    }

    public static Dictionary<string, string> ArgsOf(this ImageCatalog catalog, string image) =>
        catalog.Image(image).Args.ToDictionary(StringComparer.Ordinal);
}
