using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Options;

/// <summary>What hands type because <c>docker</c> has it.</summary>
public sealed class HabitTests : IDisposable
{
    private readonly TempTree _tree = new TempTree().Image("app", "FROM scratch\nCOPY Dockerfile /\n");

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("build -t app:x app", "--tag")]
    [InlineData("build --tag=app:x app", "--tag")]
    [InlineData("build app --build-arg A=b", "args:")]
    [InlineData("build --build-arg=A=b", "args:")]
    [InlineData("build --progress plain", "-v")]
    [InlineData("build --progress=plain", "-v")]
    [InlineData("build -q", "--json")]
    [InlineData("build --quiet app", "--json")]
    [InlineData("build --no-cache", "--rehash")]
    [InlineData("plan --no-cache", "--force")]
    [InlineData("hash app --no-cache", "--rehash")]
    [InlineData("build -f Dockerfile app", "dockerfile:")]
    [InlineData("build --platform linux/arm64 app", "platform:")]
    [InlineData("build --target x app", "FROM")]
    [InlineData("build app -o x.tar", "slipway export")]
    [InlineData("load -i x.tar", "slipway import")]
    [InlineData("run -d app", "docker run -d")]
    [InlineData("run app --name x", "slipway load")]
    [InlineData("run --network=host app", "slipway load")]
    [InlineData("shell --no-cache app", "--rehash")]
    [InlineData("build --dry-run app", "slipway plan")]
    [InlineData("build -n", "slipway plan")]
    [InlineData("build --all", "Leave --all out")]
    [InlineData("build --rm app", "Leave the option out")]
    [InlineData("build app --cache-from x", "slipway context")]
    [InlineData("build --provenance=false app", "slipway context")]
    [InlineData("build --ssh default app", "slipway context")]
    [InlineData("run app --init", "--no-init")]
    [InlineData("run --init app -- ls", "--no-init")]
    [InlineData("run --tmpfs /x app -- ls", "slipway load")]
    [InlineData("shell --name x app", "slipway load")]
    [InlineData("shell -d app", "slipway load")]
    [InlineData("exec app ls", "slipway run IMAGE -- CMD")]
    [InlineData("exec -it app sh", "slipway shell")]
    [InlineData("images", "slipway list")]
    [InlineData("ps -a", "docker")]
    [InlineData("pull app", "slipway load")]
    [InlineData("tag app other", "--tag")]
    [InlineData("save -o x.tar app", "slipway export")]
    [InlineData("inspect app", "slipway index find")]
    [InlineData("rmi app", "slipway gc")]
    [InlineData("system prune", "slipway gc")]
    [InlineData("buildx build .", "slipway build")]
    [InlineData("compose up", "slipway build")]
    [InlineData("login ghcr.io", "docker login")]
    [InlineData("version", "slipway --version")]
    public async Task One_line_says_what_Slipway_has_in_its_place(string line, string instead)
    {
        var run = await _tree.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        string[] said = run.Error.Trim().Split('\n');
        Assert.Equal(2, said.Length);
        Assert.StartsWith("SLIP1001: ", said[0], StringComparison.Ordinal);
        Assert.Contains(instead, said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_told_once() => Assert.Equal(
        "SLIP1001: Unrecognized command or argument 'nonsense'\n  → Run `slipway --help`.\n",
        (await _tree.RunAsync("nonsense", "app", "ls")).Error);

    [Theory]
    [InlineData("build --nonsense app")]
    [InlineData("run app --nonsense")]
    public async Task What_is_no_habit_is_only_not_known(string line) =>
        Assert.Contains(
            "Unrecognized option '--nonsense'",
            (await _tree.RunAsync(line.Split(' '))).Error,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_value_in_the_place_of_a_secrets_id_is_not_printed()
    {
        var run = await _tree.RunAsync("build", "--secret", "hunter2");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1602", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_read_anew_by_rehash()
    {
        var run = await _tree.RunAsync("hash", "app", "--rehash");

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("x", "does not say what is to be written")]
    [InlineData("x.zip", "does not say what is to be written")]
    [InlineData("- --format oci", "A folder cannot go to standard output")]
    public async Task A_file_whose_form_is_not_clear_is_not_written(string output, string problem)
    {
        var run = await _tree.RunAsync(["export", "app", "-o", .. output.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }
}
