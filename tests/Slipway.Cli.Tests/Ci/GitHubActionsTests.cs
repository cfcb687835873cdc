using Slipway.Cli.Ci;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Ci;

public sealed class GitHubActionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-agent-");

    private string File(string name) => Path.Join(_folder.FullName, name);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outputs_are_added_to_the_file_in_the_form_for_several_lines()
    {
        await System.IO.File.WriteAllTextAsync(File("output"), "before=1\n", Cancellation);

        await Agent(("GITHUB_OUTPUT", File("output")))
            .WriteOutputsAsync([("one", "a\nb=c\n"), ("two", "{}")], Cancellation);

        Assert.Equal([("before", "1"), ("one", "a\nb=c\n"), ("two", "{}")], Read(File("output")));
    }

    [Fact]
    public async Task No_value_can_end_another_one()
    {
        await Agent(("GITHUB_OUTPUT", File("output"))).WriteOutputsAsync([("one", "x\nEOF\ntwo=evil")], Cancellation);

        Assert.Equal([("one", "x\nEOF\ntwo=evil")], Read(File("output")));
    }

    [Fact]
    public async Task A_summary_is_added_to_the_file()
    {
        await Agent(("GITHUB_STEP_SUMMARY", File("summary"))).AddSummaryAsync("# One\n", Cancellation);
        await Agent(("GITHUB_STEP_SUMMARY", File("summary"))).AddSummaryAsync("# Two\n", Cancellation);

        Assert.Equal("# One\n# Two\n", await System.IO.File.ReadAllTextAsync(File("summary"), Cancellation));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Elsewhere_nothing_is_written(string? value)
    {
        var agent = new GitHubActions(_ => value);

        await agent.WriteOutputsAsync([("one", "1")], Cancellation);

        Assert.Null(await agent.AddSummaryAsync("text", Cancellation));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Outputs_that_cannot_be_written_are_an_error()
    {
        var problem = await Assert.ThrowsAsync<SlipwayException>(() =>
            Agent(("GITHUB_OUTPUT", File("no/such/folder"))).WriteOutputsAsync([("one", "1")], Cancellation));

        Assert.Equal(CiCodes.CannotReport, Assert.Single(problem.Diagnostics).Code);
    }

    [Fact]
    public async Task A_summary_that_cannot_be_written_is_a_warning()
    {
        var problem = await Agent(("GITHUB_STEP_SUMMARY", File("no/such/folder")))
            .AddSummaryAsync("text", Cancellation);

        Assert.Equal((CiCodes.CannotReport, Severity.Warning), (problem!.Code, problem.Severity));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static GitHubActions Agent(params (string Name, string Value)[] environment) =>
        new(name => environment.Where(pair => pair.Name == name).Select(pair => pair.Value).FirstOrDefault());

    /// <summary>
    /// Reads the file as the runner does: <c>name=value</c>, or <c>name&lt;&lt;delimiter</c> up to that line.
    /// </summary>
    private static List<(string, string)> Read(string file)
    {
        var outputs = new List<(string, string)>();
        string[] lines = System.IO.File.ReadAllText(file).TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string[] heading = lines[i].Split("<<");
            if (heading.Length == 1)
            {
                string[] pair = lines[i].Split('=', 2);
                outputs.Add((pair[0], pair[1]));
                continue;
            }

            int end = Array.IndexOf(lines, heading[1], i + 1);
            outputs.Add((heading[0], string.Join('\n', lines[(i + 1)..end])));
            i = end;
        }

        return outputs;
    }
}
