using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Closing;

/// <summary>What the engine remembers of the steps of one scope, and who gets to see it.</summary>
public sealed class StepMemoryTests : IAsyncLifetime
{
    private const string Remembered =
        "FROM {base}\nRUN head -c 36 /proc/sys/kernel/random/uuid > /id\nCOPY data /data\n";

    private readonly Sandbox _sandbox = new();

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
        Write(Remembered);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("--level 1", "--level 3", "--level 3")]
    [InlineData("--level 2", "--level 3", "--level 3")]
    [InlineData("--pull-request 7", "--level 3", "--level 3")]
    [InlineData("--pull-request 7", "--pull-request 8", "--pull-request 8")]
    [InlineData("--level 1", "--pull-request 8", "--pull-request 8")]
    [InlineData("--pull-request 7", "--level 1", "--level 1")]
    public async Task A_scope_gets_its_own_steps_back_and_nobody_elses(string planter, string first, string again)
    {
        string planted = await StepAsync(planter);
        string own = await StepAsync(first);

        Assert.NotEqual(planted, own);
        Assert.Equal(own, await StepAsync(again));
        // What the other one does later changes nothing of that.
        Assert.NotEqual(own, await StepAsync(planter));
        Assert.Equal(own, await StepAsync(again));
    }

    [Theory]
    [InlineData("FROM {base}\nCOPY data /data\nRUN head -c 36 /proc/sys/kernel/random/uuid > /id\n")]
    [InlineData(
        "FROM {base} AS one\nRUN head -c 36 /proc/sys/kernel/random/uuid > /id\n"
        + "FROM {base}\nCOPY --from=one /id /id\n")]
    public async Task Where_steps_cannot_be_kept_apart_they_are_run_again_and_the_log_says_so(string dockerfile)
    {
        Write(dockerfile);
        string first = await StepAsync("--level 3");

        Assert.NotEqual(first, await StepAsync("--level 3"));
        Assert.Contains(
            "every step is run again",
            await _sandbox.CheckAsync("log", _sandbox.Name("app")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_that_keeps_them_apart_is_shown_nowhere()
    {
        await StepAsync("--level 3");
        string app = _sandbox.Name("app");

        foreach (string text in new[]
        {
            await _sandbox.CheckAsync("log", app),
            await Tool.CheckAsync("docker", "history", "--no-trunc", app),
            await Tool.CheckAsync("docker", "inspect", app),
        })
        {
            Assert.DoesNotContain("type=secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("target=/run/", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            "run", await Tool.CheckAsync("docker", "run", "--rm", app, "ls", "/"), StringComparison.Ordinal);
    }

    private void Write(string dockerfile) => _sandbox.Image("app", dockerfile);

    /// <summary>Builds with another file behind the step, so that the image is new and the step is not.</summary>
    private async Task<string> StepAsync(string scope)
    {
        _sandbox.Write($"images/{_sandbox.Name("app")}/data", $"{Guid.NewGuid()}");
        await _sandbox.CheckAsync(["build", _sandbox.Name("app"), .. scope.Split(' ')]);
        return await Tool.CheckAsync("docker", "run", "--rm", _sandbox.Name("app"), "cat", "/id");
    }
}
