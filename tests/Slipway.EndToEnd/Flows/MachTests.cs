using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>What mach's command lines build, in a tree of gecko's shape.</summary>
public sealed class MachTests : IAsyncLifetime
{
    private static readonly string Stars = new('*', 50);

    private readonly Sandbox _sandbox = new();

    private string Lint => _sandbox.Name("lint");

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        File.Delete(Path.Join(_sandbox.Tree, "slipway.yml"));
        string raw = _sandbox.Name("raw");
        _sandbox
            .Write(
                "taskcluster/kinds/docker-image/kind.yml",
                $$"""
                loader: taskgraph.loader.transform:loader
                transforms:
                    - gecko_taskgraph.transforms.docker_image:transforms
                    - gecko_taskgraph.transforms.cached_tasks:transforms
                    - gecko_taskgraph.transforms.task:transforms
                tasks:
                    image_builder: { symbol: ib }
                    {{raw}}: { symbol: raw, args: { DIST: sid } }
                    {{Lint}}: { symbol: lint, parent: {{raw}} }
                    {{_sandbox.Name("other")}}: { symbol: o, definition: {{Lint}}, parent: {{raw}} }
                    {{_sandbox.Name("failing")}}: { symbol: f, parent: {{raw}} }
                """)
            .Write("taskcluster/config.yml", "trust-domain: e2e\n")
            .Write("taskcluster/docker/REGISTRY", "e2e.example\n")
            .Write("taskcluster/docker/image_builder/Dockerfile", "FROM scratch\n")
            .Write(
                $"taskcluster/docker/{raw}/Dockerfile",
                """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                # %ARG DIST
                RUN echo $DIST > /dist

                """)
            .Write($"taskcluster/docker/{Lint}/VERSION", "2.1\n")
            .Write(
                $"taskcluster/docker/{Lint}/Dockerfile",
                "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nRUN cp /dist /linted\n")
            .Write(
                $"taskcluster/docker/{_sandbox.Name("failing")}/Dockerfile",
                "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nRUN exit 7\n");
        File.Copy("/bin/busybox", Path.Join(_sandbox.Tree, "taskcluster", "docker", raw, "busybox"));
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("taskgraph", "build-image")]
    [InlineData("taskcluster-build-image")]
    public async Task An_image_is_built_with_its_parent_and_tagged_with_registry_and_version(params string[] command)
    {
        string output = await MachAsync([.. command, Lint]);

        string tag = $"e2e.example/{Lint}:2.1";
        Assert.Equal($"Successfully built {Lint} and tagged with {tag}\n", output);
        Assert.Equal("sid", await Tool.CheckAsync("docker", "run", "--rm", tag, "cat", "/linted"));
    }

    [Fact]
    public async Task The_version_is_that_of_the_folder_of_the_name_and_without_one_there_is_a_warning()
    {
        string other = _sandbox.Name("other");

        string output = await MachAsync("taskgraph", "build-image", other);

        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            [
                $"Successfully built {other} and tagged with e2e.example/{other}:latest",
                Stars,
                "WARNING: no VERSION file found in image directory.",
            ],
            lines[..3]);
        Assert.Equal((7, Stars), (lines.Length, lines[^1]));
        await Tool.CheckAsync("docker", "inspect", $"e2e.example/{other}:latest");
    }

    [Theory]
    [InlineData("{0}:mine", "{0}:mine")]
    [InlineData("{0}-plain", "{0}-plain:latest")]
    public async Task A_tag_is_said_as_it_was_given(string given, string found)
    {
        string tag = string.Format(System.Globalization.CultureInfo.InvariantCulture, given, Lint);

        string output = await MachAsync("taskgraph", "build-image", Lint, "--tag", tag);

        Assert.Equal($"Successfully built {Lint} and tagged with {tag}\n", output);
        await Tool.CheckAsync(
            "docker", "inspect", string.Format(System.Globalization.CultureInfo.InvariantCulture, found, Lint));
    }

    [Fact]
    public async Task A_tag_that_the_engine_would_take_for_another_one_builds_nothing()
    {
        var result = await _sandbox.SlipwayAsync("mach", "taskgraph", "build-image", Lint, "-t", $"{Lint}:a:b");

        Assert.Equal((1, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains($"'{Lint}:a:b' is not a value for --tag", result.Error, StringComparison.Ordinal);
        Assert.Empty(await Tool.CheckAsync("docker", "images", "-q", Lint));
    }

    [Fact]
    public async Task A_step_that_fails_gives_its_own_exit_code()
    {
        var result = await _sandbox.SlipwayAsync("mach", "taskcluster-build-image", _sandbox.Name("failing"));

        Assert.Equal((7, string.Empty), (result.ExitCode, result.Output));
    }

    private async Task<string> MachAsync(params string[] command)
    {
        var result = await _sandbox.SlipwayAsync(["mach", .. command]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
