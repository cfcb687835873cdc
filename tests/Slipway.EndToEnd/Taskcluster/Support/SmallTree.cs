using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>
/// A tree that tests only decide for, without an engine: <c>base</c>, <c>app</c> on it, and <c>tool</c>.
/// </summary>
internal static class SmallTree
{
    public const int Images = 3;

    public static Sandbox Create(Deployment deployment)
    {
        var sandbox = new Sandbox()
            .Write("slipway.yml", """
                prefix: e2e
                folder: images
                backend: taskcluster
                taskcluster: { worker-pool: "e2e/level-{level}", image: "example/image-builder:1" }
                """)
            .Image("base", "FROM scratch\nLABEL of=base\n")
            .Image("app", "FROM {base}\nLABEL of=app\n")
            .Image("tool", "FROM scratch\nLABEL of=tool\n");
        sandbox.Environment["TASKCLUSTER_ROOT_URL"] = deployment.RootUrl;
        return sandbox;
    }

    /// <summary>Where the index has, or would have, the image of the tree at a level.</summary>
    public static async Task<string> NamespaceAsync(Sandbox sandbox, string image, int level)
    {
        string name = sandbox.Name(image);
        return $"e2e.cache.level-{level}.docker.v2.{name}.hash.{await sandbox.CheckAsync("hash", name)}";
    }
}
