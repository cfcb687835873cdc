using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Demo;

/// <summary>The files of the demo: the tree, a store, what a shell has to know. It goes with the demo.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-demo-");

    /// <param name="slipway">The program.</param>
    /// <param name="example">The example, of which a copy is made.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public DemoFolder(string slipway, string example)
    {
        Slipway = slipway;
        try
        {
            Copy(example);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The program that is shown.</summary>
    public string Slipway { get; }

    /// <summary>The tree whose images are built.</summary>
    public string Tree => PathOf("monorepo");

    /// <summary>Sourced by a shell, it leads the program to the demo.</summary>
    public string Environment => PathOf("environment");

    public string PathOf(string name) => Path.Join(_folder.FullName, name);

    /// <summary>Writes what a shell has to know.</summary>
    public void WriteEnvironment(string rootUrl, TestCredentials credentials) =>
        File.WriteAllText(
            Environment,
            $"""
            export TASKCLUSTER_ROOT_URL='{rootUrl}'
            export TASKCLUSTER_CLIENT_ID='{credentials.ClientId}'
            export TASKCLUSTER_ACCESS_TOKEN='{credentials.AccessToken}'
            unset TASKCLUSTER_PROXY_URL TASKCLUSTER_CERTIFICATE TASK_ID RUN_ID
            export SLIPWAY_HOME='{PathOf("store")}'
            export PATH='{Path.GetDirectoryName(Slipway)}':"$PATH"

            """);

    public void Dispose()
    {
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>The example with the settings that let tasks build it. Nobody's checkout is changed.</summary>
    private void Copy(string example)
    {
        foreach (string file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories))
        {
            string target = Path.Join(Tree, Path.GetRelativePath(example, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.AppendAllText(
            Path.Join(Tree, "slipway.yml"),
            """

            # Added by taskcluster-demo: images are found at Taskcluster, and built by its workers.
            backend: taskcluster
            taskcluster: { worker-pool: demo/images, implementation: generic-worker }

            """);
    }
}
