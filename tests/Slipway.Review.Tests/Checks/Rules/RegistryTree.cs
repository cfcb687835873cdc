using Slipway.Tests.Trees;

namespace Slipway.Review.Tests.Checks.Rules;

/// <summary>A tree with the registry image <c>base</c>, version 1.0, published as <c>ghcr.io/owner/base</c>.</summary>
internal static class RegistryTree
{
    public const string VersionFile = "taskcluster/docker/base/VERSION";
    public const string HashFile = "taskcluster/docker/base/HASH";
    public const string Published = "ghcr.io/owner/base:1.0";

    public static string Digest(char digit) => "sha256:" + new string(digit, 64);

    public static InMemorySourceTree Base(string? hash = null)
    {
        var tree = new InMemorySourceTree
        {
            { "taskcluster/docker/REGISTRY", "ghcr.io/owner\n" },
            { "taskcluster/docker/base/Dockerfile", "FROM scratch\nCOPY a /\n" },
            { "taskcluster/docker/base/a", "a" },
            { VersionFile, "1.0\n" },
        };
        if (hash is not null)
        {
            tree.Add(HashFile, hash);
        }

        return tree;
    }

    /// <summary>The files that make a tree one of taskgraph, with these images.</summary>
    public static InMemorySourceTree Taskgraph(this InMemorySourceTree tree, params string[] images) => tree
        .And("taskcluster/config.yml", "trust-domain: project\nworkers: {}\n")
        .And("taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n")
        .And(
            "taskcluster/kinds/docker-image/kind.yml",
            "loader: taskgraph.loader.transform:loader\n"
            + "transforms:\n  - taskgraph.transforms.docker_image:transforms\n"
            + "  - taskgraph.transforms.cached_tasks:transforms\n  - taskgraph.transforms.task:transforms\n"
            + "tasks:\n" + string.Concat(images.Select(image => $"  {image}: {{symbol: I({image})}}\n")));

    public static InMemorySourceTree And(this InMemorySourceTree tree, string path, string content)
    {
        tree.Add(path, content);
        return tree;
    }

    /// <summary>A task image with this Dockerfile.</summary>
    public static InMemorySourceTree Task(this InMemorySourceTree tree, string dockerfile, string name = "task") =>
        tree.And($"taskcluster/docker/{name}/Dockerfile", dockerfile);
}
