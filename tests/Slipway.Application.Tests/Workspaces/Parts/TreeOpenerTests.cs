using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Workspaces.Parts;

/// <summary>Trees that need run-task files, with Python packages around them.</summary>
public sealed class TreeOpenerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-opener-");

    public TreeOpenerTests()
    {
        Write("tree/taskcluster/config.yml", "trust-domain: acme\n");
        Write("tree/taskcluster/kinds/docker-image/kind.yml", "tasks: { rt: {} }\n");
        Write("tree/taskcluster/requirements.txt", "taskcluster-taskgraph==24.2.0\n");
        Write("tree/taskcluster/docker/rt/Dockerfile", "FROM debian:12\n# %include-run-task\n");
    }

    [Fact]
    public void The_files_are_found_in_the_environment_of_the_tree()
    {
        Install("tree/.venv", "24.2.0");

        var opened = Open();

        var mounted = Assert.IsType<MountedTree>(opened.Files);
        Assert.EndsWith(
            "/.venv/lib/python3.12/site-packages/taskgraph/run-task", mounted.Origin, StringComparison.Ordinal);
        Assert.Equal(mounted.Place, opened.Reading.Catalog.Config.RunTask);
    }

    [Fact]
    public void Those_of_another_release_are_named_and_not_used()
    {
        Install("tree/venv", "23.1.0");

        var opened = Open();

        Assert.IsNotType<MountedTree>(opened.Files);
        Assert.Contains(
            opened.Reading.Catalog.Config.SeenRunTasks, seen => seen.Release == new Version(23, 1, 0));
        Assert.Contains(
            "23.1.0 in ",
            RunTaskProblem.Of(opened.Reading.Catalog.ParentsFirst, opened.Reading.Catalog.Config)!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_right_one_is_found_behind_a_wrong_one()
    {
        Install("tree/.venv", "23.1.0");
        Install("tree/venv", "24.2.0");

        Assert.Contains("/venv/lib/", Assert.IsType<MountedTree>(Open().Files).Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_given_is_used_whatever_its_release()
    {
        Install("elsewhere", "1.0.0");
        string given = Path.Join(_folder.FullName, "elsewhere/lib/python3.12/site-packages/taskgraph/run-task");

        Assert.Equal(given, Assert.IsType<MountedTree>(Open(given).Files).Origin);
    }

    [Fact]
    public void A_folder_without_run_task_is_refused() =>
        Assert.Equal(
            ExitCode.Usage, Assert.Throws<SlipwayException>(() => Open(_folder.FullName)).ExitCode);

    public void Dispose() => _folder.Delete(recursive: true);

    private OpenedTree Open(string? runTask = null)
    {
        var settings = new WorkspaceSettings { Root = Path.Join(_folder.FullName, "tree"), RunTask = runTask };
        return new TreeOpener(settings, settings.Checkout, only: null).Open();
    }

    private void Install(string environment, string release)
    {
        string packages = $"{environment}/lib/python3.12/site-packages";
        Write($"{packages}/taskcluster_taskgraph-{release}.dist-info/METADATA", "Name: taskcluster-taskgraph\n");
        foreach (string file in new[] { "run-task", "fetch-content", "hgrc", "robustcheckout.py" })
        {
            Write($"{packages}/taskgraph/run-task/{file}", release);
        }
    }

    private void Write(string path, string content)
    {
        string full = Path.Join(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
