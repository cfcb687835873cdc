using System.Collections.Immutable;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Detection;

public sealed class ClientFinderTests : IDisposable
{
    private const string Old = "#!/bin/sh\necho Docker version 20.10.24+dfsg1, build 297e128\n";
    private const string NewWithoutBuildx =
        "#!/bin/sh\n[ \"$1\" = --version ] || exit 1\necho Docker version 28.2.2, build e6534b4\n";

    private const string NewWithBuildx = "#!/bin/sh\necho Docker version 28.2.2, build e6534b4\n";
    private const string PodmanShim = "#!/bin/sh\necho podman version 4.3.1\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_client_with_BuildKit_is_taken_even_behind_a_newer_one_without()
    {
        var client = await FindAsync(NewWithoutBuildx, Old);

        Assert.Equal(
            new BuildClient(Path.Combine(_folder.Path, "1", "docker"), "20.10.24+dfsg1", Builder.BuildKit), client);
    }

    [Fact]
    public async Task A_new_client_with_the_plugin_builds_with_buildx() =>
        Assert.Equal(Builder.Buildx, (await FindAsync(NewWithBuildx, Old))?.Builder);

    [Fact]
    public async Task Without_BuildKit_the_first_client_builds_with_the_classic_builder()
    {
        var client = await FindAsync(NewWithoutBuildx, NewWithoutBuildx);

        Assert.Equal(new BuildClient(Path.Combine(_folder.Path, "0", "docker"), "28.2.2", Builder.Classic), client);
    }

    [Fact]
    public async Task A_docker_command_that_is_Podman_is_not_Docker() => Assert.Null(await FindAsync(PodmanShim));

    [Fact]
    public async Task A_file_that_cannot_be_started_is_passed_over() =>
        Assert.Equal(Builder.BuildKit, (await FindAsync("#!/nowhere/interpreter\n", Old))?.Builder);

    [Fact]
    public void A_file_that_several_links_lead_to_is_one_candidate()
    {
        _folder.Write("real/docker", Old, executable: true);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), Path.Combine(_folder.Path, "real"));

        Assert.Single(Finder("real", "link").OnPath("docker"));
    }

    private Task<BuildClient?> FindAsync(params string[] scripts)
    {
        for (int i = 0; i < scripts.Length; i++)
        {
            _folder.Write($"{i}/docker", scripts[i], executable: true);
        }

        return Finder([.. Enumerable.Range(0, scripts.Length).Select(i => $"{i}")])
            .FindAsync(EngineKind.Docker, TestContext.Current.CancellationToken);
    }

    private ClientFinder Finder(params string[] folders)
    {
        string path = string.Join(Path.PathSeparator, folders.Select(folder => Path.Combine(_folder.Path, folder)));
        return new ClientFinder(
            new EngineEnvironment(ImmutableSortedDictionary<string, string>.Empty.Add("PATH", path)),
            new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart));
    }
}
