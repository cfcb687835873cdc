using Slipway.EndToEnd.Support;
using Slipway.Tests.Http;

namespace Slipway.EndToEnd.Registries;

public sealed class PinTests(LocalRegistry registry) : IClassFixture<LocalRegistry>, IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    private readonly string _repository = $"test/{Guid.NewGuid():N}";

    private string Image => $"{registry.Host}/{_repository}";

    public async ValueTask InitializeAsync() => await LocalRegistry.RequireAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Pins_are_written_into_every_file_and_nothing_else_changes()
    {
        string digest = await registry.PushAsync($"{_repository}:1");
        _sandbox
            .Write(
                "images/a/Dockerfile",
                $"\ufeff# é\r\nFROM \\\r\n  {Image}:1 AS x\r\nRUN <<EOF\r\nFROM {Image}:1\r\nEOF\r\n")
            .Write("images/b/Dockerfile", $"ARG BASE={Image}:1\nFROM $BASE\nCOPY --from={Image}:1 /x /x\n")
            .Write("images/c/Dockerfile", "ARG BASE\nFROM $BASE\n")
            .Write(
                "slipway.yml",
                $"folder: images\nprefix: e2e # ü\nimages: {{ c: {{ args: {{ BASE: \"{Image}:1\" }} }} }}\n");
        await Tool.CheckAsync("chmod", "604", PathOf("images/a/Dockerfile"));

        string printed = await _sandbox.CheckAsync("pin");

        Assert.Equal(
            $"\ufeff# é\r\nFROM \\\r\n  {Image}:1@{digest} AS x\r\nRUN <<EOF\r\nFROM "
            + $"{Image}:1\r\nEOF\r\n", Read("images/a/Dockerfile"));
        Assert.Equal(
            $"ARG BASE={Image}:1@{digest}\nFROM $BASE\nCOPY --from={Image}:1@{digest} /x /x\n",
            Read("images/b/Dockerfile"));
        Assert.Contains($"BASE: \"{Image}:1@{digest}\" }}", Read("slipway.yml"), StringComparison.Ordinal);
        Assert.Equal("604", await Tool.CheckAsync("stat", "-c", "%a", PathOf("images/a/Dockerfile")));
        Assert.Contains("images/a/Dockerfile:3", printed, StringComparison.Ordinal);
        Assert.EndsWith("4 references in 3 files pinned.", printed, StringComparison.Ordinal);
        Assert.Equal("Nothing to pin: 4 references to images from elsewhere.", await _sandbox.CheckAsync("pin"));
    }

    [Fact]
    public async Task A_check_tells_missing_stale_and_current_pins_apart_and_an_update_moves_them()
    {
        string old = await registry.PushAsync($"{_repository}:1");
        string now = await registry.PushAsync($"{_repository}:1");
        _sandbox
            .Write("images/missing/Dockerfile", $"FROM {Image}:1\n")
            .Write("images/stale/Dockerfile", $"FROM {Image}:1@{old}\n")
            .Write("images/current/Dockerfile", $"FROM {Image}:1@{now}\n");

        var check = await _sandbox.SlipwayAsync("pin", "--check");
        Assert.Equal(4, check.ExitCode);
        Assert.EndsWith("\n1 missing, 1 stale, 1 current.\n", check.Output, StringComparison.Ordinal);
        var plan = await _sandbox.JsonAsync("pin", "--update", "--plan");
        Assert.False((bool)plan["written"]!);
        Assert.Equal(
            [("current", now, now), ("missing", null, now), ("stale", old, now)],
            plan["references"]!.AsArray().Select(reference => (
                (string)reference!["state"]!, (string?)reference["oldDigest"], (string)reference["newDigest"]!)));
        Assert.Equal($"FROM {Image}:1@{old}\n", Read("images/stale/Dockerfile"));

        await _sandbox.CheckAsync("pin", "--update");

        Assert.Equal($"FROM {Image}:1@{now}\n", Read("images/stale/Dockerfile"));
        Assert.Equal("3 current.", await _sandbox.CheckAsync("pin", "--check"));
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_pinned_to_its_index()
    {
        string index = await registry.PushAsync($"{_repository}:latest", platforms: 2);
        _sandbox.Write("images/a/Dockerfile", $"FROM {Image}\n");

        await _sandbox.CheckAsync("pin");

        Assert.Equal($"FROM {Image}:latest@{index}\n", Read("images/a/Dockerfile"));
    }

    [Fact]
    public async Task Sixty_Dockerfiles_on_one_base_ask_for_it_once()
    {
        await registry.PushAsync($"{_repository}:1");
        int before = await registry.RequestsAsync(_repository);
        for (int i = 0; i < 60; i++)
        {
            _sandbox.Write($"images/i{i}/Dockerfile", $"FROM {Image}:1\n");
        }

        string printed = await _sandbox.CheckAsync("pin");

        Assert.EndsWith("60 references in 60 files pinned.", printed, StringComparison.Ordinal);
        Assert.Equal(before + 1, await registry.RequestsAsync(_repository));
    }

    [Fact]
    public async Task Nothing_is_written_when_one_question_has_no_answer()
    {
        await registry.PushAsync($"{_repository}:1");
        _sandbox
            .Write("images/a/Dockerfile", $"FROM {Image}:1\n")
            .Write("images/b/Dockerfile", $"FROM {Image}:2\n")
            .Write("images/c/Dockerfile", $"FROM {registry.Host}/none:1\n");

        var result = await _sandbox.SlipwayAsync("pin");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Error.Split("SLIP1773").Length - 1);
        Assert.Contains("at images/b/Dockerfile:1", result.Error, StringComparison.Ordinal);
        Assert.Equal($"FROM {Image}:1\n", Read("images/a/Dockerfile"));
    }

    [Fact]
    public async Task A_registry_that_is_down_is_said_to_be_and_nothing_is_written()
    {
        await registry.PushAsync($"{_repository}:1");
        _sandbox
            .Write("images/a/Dockerfile", $"FROM {Image}:1\n")
            .Write("images/b/Dockerfile", $"FROM 127.0.0.1:{FreePort.Find()}/x:1\n");

        var result = await _sandbox.SlipwayAsync("pin");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("SLIP1703", result.Error, StringComparison.Ordinal);
        Assert.Equal($"FROM {Image}:1\n", Read("images/a/Dockerfile"));
    }

    [Fact]
    public async Task A_reference_that_cannot_be_pinned_is_a_warning_and_fails_a_check()
    {
        _sandbox.Write("images/a/Dockerfile", $"ARG TAG=1\nFROM {Image}:$TAG\n");

        var pin = await _sandbox.SlipwayAsync("pin");
        var check = await _sandbox.SlipwayAsync("pin", "--check");

        Assert.Equal((0, 4), (pin.ExitCode, check.ExitCode));
        Assert.Contains("warning SLIP1771", pin.Error, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Join(_sandbox.Tree, file);

    private string Read(string file) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(PathOf(file)));
}
