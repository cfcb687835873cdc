using System.Collections.Immutable;
using Slipway.Engines.Buildah;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Buildah;

public sealed class BuildahToolTests
{
    [Fact]
    public void A_Buildah_that_fell_back_to_vfs_is_held_to_it() =>
        Assert.Equal(
            ["--storage-driver", "vfs", "images"],
            Tool().HeldTo(new BuildahStore("vfs", "/graph")).Command("images").Arguments);

    [Fact]
    public void Other_drivers_are_left_to_the_configuration_which_has_their_options() =>
        Assert.Equal(["images"], Tool().HeldTo(new BuildahStore("overlay", "/graph")).Command("images").Arguments);

    [Fact]
    public void The_variable_counts_without_a_configuration_too() =>
        Assert.Equal(["--storage-driver", "vfs", "info"], Tool(("STORAGE_DRIVER", "vfs")).Command("info").Arguments);

    [Fact]
    public void Files_are_put_where_the_environment_says() =>
        Assert.Equal(
            ("/var/tmp", "/elsewhere"), (Tool().TemporaryFolder, Tool(("TMPDIR", "/elsewhere")).TemporaryFolder));

    private static BuildahTool Tool(params (string Name, string Value)[] variables) => new(
        "buildah",
        new EngineEnvironment(variables.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value)),
        new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart));
}
