using Slipway.Cli.Help;
using Slipway.Cli.Options;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Options;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(0, "list")]
    [InlineData(1, "list -v")]
    [InlineData(1, "-v list")]
    [InlineData(1, "list --verbose base")]
    [InlineData(1, "index -v list")]
    [InlineData(2, "list -vv")]
    [InlineData(2, "-vv list")]
    [InlineData(2, "list -v -v")]
    [InlineData(2, "-v list -v")]
    [InlineData(2, "list --verbose base -v")]
    [InlineData(3, "list -vvv")]
    [InlineData(1, "run base -v -- -vv")]
    [InlineData(0, "run base -- sh -v --verbose")]
    public void Verbosity_counts_every_form_anywhere_before_the_dashes(int expected, string line)
    {
        var parsed = Workshop.ParseOnly(line.Split(' '));
        Assert.Empty(parsed.Errors);
        Assert.Equal(expected, GlobalOptions.Verbosity(parsed));
    }

    [Fact]
    public void After_the_dashes_nothing_is_an_option_of_slipway()
    {
        string[] command =
        [
            "--json",
            "--root",
            "/x",
            "-v",
            "--help",
            "--version",
            "-e",
            "A=1",
            "--",
            "list",
            "[suggest]",
        ];
        var parsed = Workshop.ParseOnly(["run", "base", "--", .. command]);
        Assert.Empty(parsed.Errors);
        Assert.False(parsed.GetValue<bool>("--json"));
        Assert.Null(parsed.GetValue<string?>("--root"));
        Assert.Empty(parsed.GetValue<string[]>("--env") ?? []);
        Assert.Equal("base", parsed.GetValue<string>("IMAGE"));
        Assert.Equal(command, parsed.GetValue<string[]>("CMD"));
        Assert.IsNotType<HelpText>(parsed.Action);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("app:review")]
    [InlineData("app:Review_1.2-x")]
    [InlineData("team/app__x/y.z--w:1")]
    [InlineData("Registry.example:5000/team/app:v1")]
    [InlineData("localhost:5000/app")]
    [InlineData("[::1]:5000/app:x")]
    public void A_reference_is_taken(string text) => Assert.True(TagOption.IsReference(text));

    [Theory]
    [InlineData("")]
    [InlineData("Bad Tag")]
    [InlineData("App")]
    [InlineData("app:")]
    [InlineData(":latest")]
    [InlineData("app:-x")]
    [InlineData("app:a b")]
    [InlineData("app:x\n")]
    [InlineData("app/")]
    [InlineData("/app")]
    [InlineData("app___x")]
    [InlineData("-app")]
    [InlineData("app:äpfel")]
    [InlineData("app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void What_an_engine_would_refuse_is_no_reference(string text) => Assert.False(TagOption.IsReference(text));

    [Fact]
    public void Names_and_tags_end_where_the_engines_end_them()
    {
        Assert.True(TagOption.IsReference($"app:{new string('x', 128)}"));
        Assert.False(TagOption.IsReference($"app:{new string('x', 129)}"));
        Assert.True(TagOption.IsReference($"{new string('x', 255)}:y"));
        Assert.False(TagOption.IsReference($"{new string('x', 256)}:y"));
    }

    [Theory]
    [InlineData("load base --tag 'Bad Tag'", "SLIP1002: 'Bad Tag' is not a value for --tag")]
    [InlineData("load base --tag good:1 --tag ''", "SLIP1002: '' is not a value for --tag")]
    [InlineData("load base --digest ''", "SLIP1002: '' is not a digest")]
    public async Task A_value_that_cannot_be_is_refused_before_anything_is_touched(string words, string message)
    {
        using var workshop = Workshop.WithImage();
        var result = await workshop.RunAsync($"slipway --root tree {words}");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workshop.Home));
    }

    [Theory]
    [InlineData("load ''", 2, "SLIP1113: There is no image ''")]
    [InlineData("load --namespace ''", 2, "SLIP1302: '' is not a namespace")]
    [InlineData("load --task-id ''", 3, "SLIP1301: A build ''")]
    public async Task An_empty_name_is_a_coded_error(string words, int exitCode, string message)
    {
        using var workshop = Workshop.WithImage();
        var result = await workshop.RunAsync($"slipway --root tree {words}");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith(message, result.StandardError, StringComparison.Ordinal);
    }
}
