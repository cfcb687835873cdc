using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What <c>slipway trust attest</c> and <c>build --sign</c> do not put their key to.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class UnsignedTests : IAsyncLifetime
{
    private readonly SignedTree _signed = new();

    private BuiltTree Tree => _signed.Tree;

    public async ValueTask InitializeAsync() => await _signed.BuildAsync();

    public ValueTask DisposeAsync()
    {
        _signed.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("started = started - 1")]
    [InlineData("revision = 'abc'")]
    [InlineData("parents = '{}'")]
    [InlineData("engine = 'another'")]
    [InlineData("source = '{\"repository\":\"https://evil.example\"}'")]
    [InlineData("seal = zeroblob(32)")]
    [InlineData("seal = (SELECT seal FROM builds WHERE image = 'base')")]
    public async Task A_record_that_somebody_changed_is_not_signed_and_one_that_is_signed_stays_so(string change)
    {
        await _signed.AttestAsync("base");
        Assert.Equal(1, Tree.Forge($"UPDATE builds SET {change} WHERE image = 'app'"));

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await Tree.RunAsync([.. way, "--signing-key", _signed.PathOf("release.key.pem")]);

            Assert.True(run.ExitCode == 4, run.Output + run.Error);
            Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(4, (await _signed.VerifyAsync("app")).ExitCode);
        Assert.Contains("is signed already", (await _signed.AttestAsync("base")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_somebody_raised_is_not_signed()
    {
        string app = (string)JsonNode.Parse((await Tree.RunAsync("list", "app", "--json")).Output)![0]!["digest"]!;
        Assert.Equal(2, Tree.Forge("UPDATE builds SET level = 3"));

        var run = await Tree.RunAsync(
            "trust", "attest", app, "--level", "3", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.True(run.ExitCode == 4, run.Output + run.Error);
        Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_to_do_about_a_record_that_nobody_can_tell_the_writer_of_is_said()
    {
        Tree.Forge("UPDATE builds SET seal = NULL");

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await Tree.RunAsync([.. way, "--signing-key", _signed.PathOf("release.key.pem")]);

            Assert.Equal(4, run.ExitCode);
            Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
            Assert.Contains("--force --sign", run.Error, StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }
    }

    [Theory]
    [InlineData("UPDATE images SET manifest = zeroblob(32) WHERE image_hash = $app")]
    [InlineData("UPDATE image_layers SET diff_id = (SELECT diff_id FROM image_layers WHERE image_hash != $app)")]
    public async Task An_image_whose_rows_somebody_changed_is_not_signed(string change)
    {
        const string App = "(SELECT image_hash FROM builds WHERE image = 'app')";
        Assert.NotEqual(0, Tree.Forge(change.Replace("$app", App, StringComparison.Ordinal)));

        var run = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("layer")]
    [InlineData("name")]
    [InlineData("index")]
    public async Task What_a_registry_has_is_signed_only_when_its_layers_are_those_of_the_config(string change)
    {
        await using var registry = await RealRegistry.StartAsync();
        var (reference, manifest) = await registry.PublishStoredAsync(Tree, "app", change);

        var run = await Tree.RunAsync("trust", "attest", reference, "--signing-key", _signed.PathOf("release.key.pem"));

        if (change == "none")
        {
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains($"Signed {reference} ({manifest})", run.Output, StringComparison.Ordinal);
            Assert.Contains(
                "is signed already",
                (await Tree.RunAsync(
                    "trust", "attest", reference, "--signing-key", _signed.PathOf("release.key.pem"))).Output,
                StringComparison.Ordinal);
            return;
        }

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
        if (change == "layer")
        {
            Assert.Equal(4, run.ExitCode);
            Assert.Contains("SLIP2226", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_not_built_here_is_not_signed()
    {
        Tree.Forge("UPDATE builds SET parents = NULL");
        var old = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));
        Tree.Forge("UPDATE builds SET image_hash = x'00'");
        var other = await Tree.RunAsync(
            "trust", "attest", "registry.invalid/", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.Equal(3, old.ExitCode);
        Assert.Contains("SLIP2223", old.Error, StringComparison.Ordinal);
        Assert.Contains("names no image of a registry", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_under_a_name_was_built_of_its_inputs()
    {
        const string Hash = "SELECT image_hash FROM builds WHERE image = ";
        await _signed.AttestAsync("base");
        Assert.NotEqual(0, Tree.Forge(
            $"UPDATE index_entries SET data = replace(data, lower(hex(({Hash}'app'))), lower(hex(({Hash}'base')))) "
            + "WHERE namespace LIKE '%.app.%'"));
        Assert.NotEqual(0, Tree.Forge($"UPDATE builds SET image_hash = ({Hash}'base') WHERE image = 'app'"));

        var run = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("signed already", run.Output, StringComparison.Ordinal);
    }
}
