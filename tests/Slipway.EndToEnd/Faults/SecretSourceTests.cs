using System.Globalization;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Secrets of which <c>slipway.yml</c> says where they are.</summary>
public sealed class SecretSourceTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly string _value = $"value-{Guid.NewGuid():N}";

    public SecretSourceTests()
    {
        // Where the tests themselves run says nothing.
        foreach (string name in new[] { "CI", "GITHUB_ACTIONS", "GITLAB_CI", "TASK_ID" })
        {
            _sandbox.Environment[name] = null;
        }
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("{ env: TOKEN }")]
    [InlineData("{ env: NOT_SET, local: { env: TOKEN } }")]
    [InlineData("{ file: ../token }")]
    [InlineData("{ command: [cat, ../token] }")]
    [InlineData("{ command: [printenv, TOKEN] }")]
    public async Task It_is_taken_from_where_slipway_yml_says_and_shown_nowhere(string place)
    {
        await Machine.RequireEngineAsync();
        Tree(place);

        var result = await _sandbox.SlipwayAsync("build", "-v", "--secret", "token");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(
            string.Create(CultureInfo.InvariantCulture, $@"length {_value.Length}\b"), result.Error);
        string log = await _sandbox.CheckAsync("log", _sandbox.Name("app"));
        Assert.DoesNotContain(_value, result.Output + result.Error + log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ command: [sh, -c, 'echo {value}; echo {value} >&2; exit 3'] }", "SLIP1618")]
    [InlineData("{ command: ['true'] }", "SLIP1618")]
    [InlineData("{ command: [no-such-program-anywhere] }", "SLIP1618")]
    [InlineData("{ ci: { env: TOKEN } }", "SLIP1616")]
    [InlineData("{ env: NOT_SET }", "SLIP1522")]
    public async Task One_that_is_not_there_stops_the_build_before_it_begins(string place, string code)
    {
        await Machine.RequireEngineAsync();
        Tree(place);

        var result = await _sandbox.SlipwayAsync("build", "--secret", "token");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("building", result.Error, StringComparison.Ordinal);
        // The place holds it in one case, and is not shown with it.
        Assert.DoesNotContain($"{_value}\n", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ env: TOKEN }")]
    [InlineData("{ file: ../token }")]
    [InlineData("{ command: [cat, ../token] }")]
    public async Task A_pull_request_does_not_choose_what_of_the_machine_it_sees(string place)
    {
        await Machine.RequireEngineAsync();
        Tree(place);

        var result = await _sandbox.SlipwayAsync("build", "--secret", "token", "--pull-request", "7");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("SLIP1617", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("building", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_gets_what_was_set_for_it()
    {
        await Machine.RequireEngineAsync();
        Tree("{ env: SLIPWAY_SECRET_TOKEN }");
        _sandbox.Environment["SLIPWAY_SECRET_TOKEN"] = _value;

        var result = await _sandbox.SlipwayAsync("build", "-v", "--secret", "token", "--pull-request", "7");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains($"length {_value.Length}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_changes_no_digest()
    {
        Machine.RequireSlipway();
        Tree("{ env: TOKEN }");
        string before = await _sandbox.CheckAsync("hash", _sandbox.Name("app"));
        Tree("{ command: [cat, ../token] }");

        Assert.Equal(before, await _sandbox.CheckAsync("hash", _sandbox.Name("app")));
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("github")]
    public async Task The_script_of_a_job_builds_with_the_secret(string format)
    {
        await Machine.RequireEngineAsync();
        Tree($"{{ {format}: {{ env: TOKEN }} }}");
        string plan = await _sandbox.CheckAsync("plan", _sandbox.Name("app"), "--format", format);
        Assert.Contains("--secret token", plan, StringComparison.Ordinal);
        _sandbox.Environment[format == "github" ? "GITHUB_ACTIONS" : "GITLAB_CI"] = "true";

        var result = await _sandbox.SlipwayAsync("build", _sandbox.Name("app"), "--secret", "token");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task A_plan_of_jobs_tells_of_secrets_that_they_will_lack()
    {
        Machine.RequireSlipway();
        Tree("{ local: { env: TOKEN } }");

        var result = await _sandbox.SlipwayAsync("plan", "--format", "gitlab");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("SLIP1616", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--secret", result.Output, StringComparison.Ordinal);
    }

    private void Tree(string place)
    {
        _sandbox
            .BusyboxBase()
            .Image(
                "app",
                "FROM {base}\nRUN --mount=type=secret,id=token "
                + "v=$(cat /run/secrets/token); echo \"length ${#v}\"; echo \"it is $v\"\n")
            .Write("../token", $"{_value}\n")
            .Write(
                "slipway.yml",
                $"prefix: e2e\nfolder: images\nimages:\n  {_sandbox.Name("app")}: {{ secrets: [token] }}\n"
                + $"secrets:\n  token: {place.Replace("{value}", _value, StringComparison.Ordinal)}\n");
        _sandbox.Environment["TOKEN"] = _value;
    }
}
