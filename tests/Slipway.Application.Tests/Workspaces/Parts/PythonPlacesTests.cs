using Slipway.Application.Workspaces.Parts;

namespace Slipway.Application.Tests.Workspaces.Parts;

public sealed class PythonPlacesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-python-");
    private readonly Dictionary<string, string> _variables = [];

    [Fact]
    public void The_active_environment_comes_first_and_the_system_last()
    {
        _variables["VIRTUAL_ENV"] = Make("active/lib/python3.12/site-packages", "active");
        _variables["HOME"] = Make("home/.local/lib/python3.11/site-packages", "home");
        Make("tree/venv/lib/python3.9/site-packages");
        Make("tree/.venv/lib/python3.10/site-packages");
        Make("usr/lib/python3/dist-packages");
        Make("usr/local/lib/python3.13/site-packages");

        Assert.Equal(
            [
                "active/lib/python3.12/site-packages",
                "tree/.venv/lib/python3.10/site-packages",
                "tree/venv/lib/python3.9/site-packages",
                "home/.local/lib/python3.11/site-packages",
                "usr/local/lib/python3.13/site-packages",
                "usr/lib/python3/dist-packages",
            ],
            Find());
    }

    [Fact]
    public void A_program_on_the_path_leads_to_its_environment_through_links()
    {
        string environment = Make("tools/taskgraph/lib/python3.12/site-packages", "tools/taskgraph");
        Directory.CreateDirectory(Path.Join(environment, "bin"));
        File.WriteAllText(Path.Join(environment, "bin/taskgraph"), string.Empty);
        string bin = Directory.CreateDirectory(PathOf("home/bin")).FullName;
        File.CreateSymbolicLink(Path.Join(bin, "taskgraph"), Path.Join(environment, "bin/taskgraph"));
        _variables["PATH"] = $":relative:/nowhere/at/all:{bin}";

        Assert.Equal(["tools/taskgraph/lib/python3.12/site-packages"], Find());
    }

    [Fact]
    public void Each_place_is_named_once()
    {
        _variables["VIRTUAL_ENV"] = Make("tree/.venv/lib/python3.12/site-packages", "tree/.venv");

        Assert.Single(Find());
    }

    [Fact]
    public void Where_nothing_is_set_nothing_is_found() => Assert.Empty(Find());

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Find() =>
    [
        .. new PythonPlaces(name => _variables.GetValueOrDefault(name), _folder.FullName)
            .Find(PathOf("tree"), "taskgraph")
            .Select(place => Path.GetRelativePath(_folder.FullName, place)),
    ];

    private string PathOf(string path) => Path.Join(_folder.FullName, path);

    /// <returns>The path of <paramref name="named"/>.</returns>
    private string Make(string path, string named = "")
    {
        Directory.CreateDirectory(PathOf(path));
        return PathOf(named);
    }
}
