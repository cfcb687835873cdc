using CliWrap;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Registries;

public sealed class ResolveTests : IAsyncLifetime
{
    private const string Mark = "{{#docker_image}}tool{{/docker_image}}";
    private const string Hash = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string Pinned = $"ghcr.io/owner/tool@{Hash}";

    private readonly Sandbox _sandbox = new();

    public ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        _sandbox
            .Write("images/tool/Dockerfile", "FROM scratch\n")
            .Write("images/tool/VERSION", "1.4.0\n")
            .Write("images/tool/HASH", Hash + "\n")
            .Write("images/REGISTRY", "ghcr.io/owner\n")
            .Write("images/task/Dockerfile", "FROM scratch\n");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Standard_input_is_resolved_to_standard_output_byte_for_byte()
    {
        byte[] input = [0xff, 0, .. "\r\n"u8, .. System.Text.Encoding.ASCII.GetBytes(Mark), 0xfe];

        var result = await Tool.RunAsync(
            Machine.Slipway,
            ["resolve"],
            _sandbox.Tree,
            _sandbox.Variables(),
            PipeSource.FromBytes(input),
            TestContext.Current.CancellationToken);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([0xff, 0, .. "\r\n"u8, .. System.Text.Encoding.ASCII.GetBytes(Pinned), 0xfe], result.Bytes);
    }

    [Fact]
    public async Task One_reference_is_printed_for_scripts()
    {
        Assert.Equal(Pinned, await _sandbox.CheckAsync("resolve", "--image", "tool"));
        Assert.Equal("ghcr.io/owner/tool:1.4.0", await _sandbox.CheckAsync("resolve", "--image", "tool", "--by-tag"));
    }

    [Fact]
    public async Task Several_files_are_printed_one_after_the_other_or_written_into_one()
    {
        _sandbox.Write("one.yml", $"image: '{Mark}'\n").Write("two.json", $"{{\"image\": \"{Mark}\"}}\n");

        string printed = await _sandbox.CheckAsync("resolve", "one.yml", "two.json");
        await _sandbox.CheckAsync("resolve", "one.yml", "two.json", "-o", "out");

        Assert.Equal($"image: '{Pinned}'\n{{\"image\": \"{Pinned}\"}}", printed);
        Assert.Equal(printed + "\n", Read("out"));
    }

    [Fact]
    public async Task In_place_files_are_written_back_with_their_mode_and_through_links()
    {
        _sandbox.Write("real.yml", Mark).Write("plain.yml", "nothing here\n");
        await Tool.CheckAsync("chmod", "710", PathOf("real.yml"));
        File.CreateSymbolicLink(PathOf("link.yml"), "real.yml");

        await _sandbox.CheckAsync("resolve", "--in-place", "link.yml", "plain.yml");

        Assert.Equal(Pinned, Read("real.yml"));
        Assert.Equal("real.yml", new FileInfo(PathOf("link.yml")).LinkTarget);
        Assert.Equal("710", await Tool.CheckAsync("stat", "-c", "%a", PathOf("real.yml")));
        Assert.DoesNotContain(
            Directory.GetFiles(_sandbox.Tree),
            file => Path.GetFileName(file).StartsWith(".slipway", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_problems_of_all_files_are_told_and_nothing_is_written()
    {
        _sandbox
            .Write("good.yml", Mark)
            .Write("bad.yml", "\n  {{#docker_image}}tol{{/docker_image}}\n{{#docker_image}}task{{/docker_image}}\n")
            .Write("worse.yml", "{{#docker_image}}tool\n");

        var result = await _sandbox.SlipwayAsync("resolve", "-i", "good.yml", "bad.yml", "worse.yml");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("at bad.yml:2:3", result.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'tool'?", result.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1780", result.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1785", result.Error, StringComparison.Ordinal);
        Assert.Equal(Mark, Read("good.yml"));
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Json_lists_what_was_found_and_what_it_became()
    {
        _sandbox.Write("one.yml", $"a: b\nimage: '{Mark}'\n");

        var document = await _sandbox.JsonAsync("resolve", "one.yml");

        Assert.Equal(
            $$"""[{"file":"one.yml","line":2,"column":9,"image":"tool","reference":"{{Pinned}}"}]""",
            document.ToJsonString());
    }

    [Fact]
    public async Task Options_that_exclude_each_other_and_files_that_are_not_there_are_refused()
    {
        Assert.Equal(2, (await _sandbox.SlipwayAsync("resolve", "--image", "tool", "one.yml")).ExitCode);
        Assert.Equal(2, (await _sandbox.SlipwayAsync("resolve", "-i", "-o", "x", "one.yml")).ExitCode);
        Assert.Equal(2, (await _sandbox.SlipwayAsync("resolve", "-i")).ExitCode);
        Assert.Contains(
            "SLIP1786", (await _sandbox.SlipwayAsync("resolve", "none.yml")).Error, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Join(_sandbox.Tree, file);

    private string Read(string file) => File.ReadAllText(PathOf(file));
}
