using CsCheck;
using Slipway.Core.Catalog;
using Slipway.Tests.Cases;
using static Slipway.Dialects.Tests.Taskgraph.TaskgraphCase;

namespace Slipway.Dialects.Tests.Taskgraph;

/// <summary>Whatever stands in taskgraph's files, it is read or reported.</summary>
public sealed class HostileFilesTests
{
    private static readonly Gen<string> Key = Gen.OneOf(
        "tasks", "jobs", "tasks-from", "task-defaults", "loader", "transforms", "base", "app", "Base", "definition",
        "args", "parent", "packages", "cache", "index", "symbol", "product", "job-name", "trust-domain", "taskgraph",
        "workers", "aliases", "images", "provisioner", "worker-type", "implementation", "docker-image-kind",
        "task-priority", "task-expires-after", "task-deadline-after", "by-level", "by-project", "default",
        "cached-task-prefix", "'3'", "'<<'", "''");

    private static readonly Gen<string> Leaf = Gen.OneOf(
        "~", "no", "yes", "base", "app", "other", "''", "3.10", "'3.10'", "28 days", "../..", "more.yml", "[]", "{}",
        "'\\\\'", "'a b'", "!!str 1", "docker-worker", "acme", "99999999999 years", "\"\\0\"", "*a");

    private static readonly Gen<string> Node = Gen.Recursive<string>((depth, node) => depth > 4
        ? Leaf
        : Gen.Frequency(
            (2, Leaf),
            (1, node.Array[0, 3].Select(items => $"[{string.Join(", ", items)}]")),
            (3, MapOf(node))));

    [Fact]
    public void No_content_of_the_files_is_more_than_a_problem() =>
        Check.Sample(
            Gen.Select(Top("tasks"), Top("trust-domain"), MapOf(Node)),
            files =>
            {
                var (kind, config, more) = files;
                var tree = TreeOf(kind, config).With("taskcluster/kinds/docker-image/more.yml", more);
                if (kind.Length % 2 == 0)
                {
                    tree.WithConfig("scheme: taskgraph\nimages: { base: { args: { A: '1' } } }\n");
                }

                var result = CatalogReader.Read(tree, KnownDialects.All);
                return result.Diagnostics.All(problem => problem.Message.Length > 0 && problem.Remedy.Length > 0);
            },
            iter: 3000);

    private static Gen<string> Top(string key) =>
        Gen.Select(
            Node, MapOf(Node), (value, rest) => $"{{ anchor: [&a {{ k: v }}], {key}: {value}, more: {rest} }}\n");

    // Each key once: a second one is the YAML reader's to report, and would hide the rest.
    private static Gen<string> MapOf(Gen<string> node) =>
        Gen.Select(Key, node).Array[0, 4].Select(entries =>
        {
            var pairs = entries.DistinctBy(entry => entry.Item1).Select(entry => $"{entry.Item1}: {entry.Item2}");
            return $"{{{string.Join(", ", pairs)}}}";
        });
}
