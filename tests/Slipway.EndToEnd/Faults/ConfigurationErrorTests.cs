using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class ConfigurationErrorTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ConfigurationErrorTests() => _sandbox
        .Write("images/base/Dockerfile", "FROM scratch\n")
        .Write("images/app/Dockerfile", "FROM base\n");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("images: [\n", 1011, "slipway.yml:1", "", "")]
    [InlineData("prefxi: e2e\n", 1012, "slipway.yml:1", "prefxi", "'prefix'")]
    [InlineData("images: 3\n", 1013, "slipway.yml:1", "images", "")]
    [InlineData("images:\n  app: {}\n  app: {}\n", 1014, "slipway.yml:3", "app", "")]
    [InlineData("images:\n  app: { parent: bsae }\n", 1106, "slipway.yml:2", "bsae", "base")]
    [InlineData("images:\n  app: { max-age: soon }\n", 1016, "slipway.yml:2", "soon", "")]
    [InlineData("folder: ../elsewhere\n", 1021, "slipway.yml:1", "../elsewhere", "")]
    public async Task A_wrong_line_of_the_configuration_is_shown(
        string yaml, int code, string place, string inMessage, string inRemedy)
    {
        Machine.RequireSlipway();
        string complete = yaml.StartsWith("folder:", StringComparison.Ordinal) ? yaml : yaml + "folder: images\n";
        _sandbox.Write("slipway.yml", complete);

        // What is wrong with one image does not keep the others from being planned.
        int exitCode = code is 1016 or 1106 ? 5 : 2;
        var problem = Problems.Single(await _sandbox.SlipwayAsync("plan"), exitCode, code);

        Assert.StartsWith(place, problem.Location, StringComparison.Ordinal);
        Assert.Contains(inMessage, problem.Message, StringComparison.Ordinal);
        Assert.Contains(inRemedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cycle_is_printed_whole()
    {
        Machine.RequireSlipway();
        _sandbox
            .Write("images/a/Dockerfile", "FROM b\n")
            .Write("images/b/Dockerfile", "FROM scratch\nCOPY --from=c / /\n")
            .Write("images/c/Dockerfile", "FROM a\n");

        var problem = Problems.Single(await _sandbox.SlipwayAsync("plan"), exitCode: 5, code: 1108);

        Assert.Matches(
            @"a needs b \(images/a/Dockerfile:1\S*\).*b needs c \(images/b/Dockerfile:2\S*\).*c needs a",
            problem.Message);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("build")]
    [InlineData("hash")]
    [InlineData("load")]
    [InlineData("run")]
    public async Task An_unknown_image_is_answered_with_the_nearest_name(string command)
    {
        Machine.RequireSlipway();

        var problem = Problems.Single(await _sandbox.SlipwayAsync(command, "bsae"), exitCode: 2, code: 1113);

        Assert.Contains("bsae", problem.Message, StringComparison.Ordinal);
        Assert.Contains("base", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1001, "bulid")]
    [InlineData(1001, "build", "--forse")]
    [InlineData(1001, "run")]
    [InlineData(1002, "plan", "--level", "9")]
    [InlineData(1002, "plan", "--root", "/no/such/folder")]
    [InlineData(1002, "build", "--secret", "id=,src=nonsense")]
    [InlineData(1602, "build", "--secret", "nonsense")]
    [InlineData(1003, "load", "app", "--digest", "00", "--namespace", "a.b")]
    public async Task A_wrong_command_line_is_refused(int code, params string[] command)
    {
        Machine.RequireSlipway();

        Assert.All(
            Problems.Of(await _sandbox.SlipwayAsync(command), exitCode: 2),
            problem => Assert.Equal(code, problem.Code));
    }

    [Theory]
    [InlineData(1301, "load", "app")]
    [InlineData(1301, "index", "find", "e2e.cache.level-1.docker.v2.app.latest")]
    [InlineData(1007, "log", "app")]
    public async Task What_is_not_there_has_an_exit_code_of_its_own(int code, params string[] command)
    {
        Machine.RequireSlipway();

        Problems.Single(await _sandbox.SlipwayAsync(command), exitCode: 3, code);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        Machine.RequireSlipway();

        var result = await _sandbox.SlipwayAsync("--help");

        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.ToString());
    }
}
