using Slipway.Tests;

namespace Slipway.Architecture.Tests;

/// <summary><c>./test</c> says at its end what happened, whatever did.</summary>
public sealed class TestScriptTests
{
    // Everything that it looks for; docker and dotnet answer with success and do nothing.
    private static readonly string[] Programs =
    [
        "git", "zstd", "skopeo", "docker-registry", "busybox", "podman", "buildah", "openssl", "rsvg-convert", "strace",
        "python3", "curl", "docker", "dockerd", "dotnet", "gcc", "objcopy", "apt-get",
    ];

    private static readonly string[] Copied =
        ["test", "scripts/common.sh", "scripts/publish.sh", "scripts/engine.sh"];

    private const string Report =
        """
        while [ $# -gt 0 ]; do
          case $1 in
            --results-directory) results=$2 ;;
            --report-xunit-xml-filename) report=$2 ;;
          esac
          shift
        done
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(120)]
    [InlineData(121)]
    [InlineData(50_000)]
    public async Task However_much_fails_the_failures_and_the_counts_are_printed(int lines)
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await RunAsync(
            folder,
            Report
            + $"\nfor i in $(seq 1 {lines}); do echo \"the line $i of what a failed test has to say\"; done\n"
            + """
            echo 'Test run summary: Failed!'
            echo '<assembly passed="1" failed="1"><test name="It fails" result="Fail"></test>' >"$results/$report"
            exit 2
            """);

        Assert.Equal(1, exitCode);
        Assert.EndsWith("\nFailed:\n    It fails\n\n4 passed, 1 failed, 0 skipped\n", output, StringComparison.Ordinal);
        Assert.Equal(Math.Min(lines, 120), output.Split("\n    the line ").Length - 1);
        Assert.Equal(
            lines > 120,
            output.Contains($"({lines - 120} more lines: TestResults/A.Tests.log)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("rm -f \"$results\"/A.Tests.log; exit 3", "ended with exit code 3")]
    [InlineData("echo nonsense >\"$results/$report\"; exit 3", "ended with exit code 3")]
    [InlineData("kill -9 $$", "did not end in time")]
    public async Task A_project_that_ends_otherwise_is_a_failure_among_the_others(string end, string failure)
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await RunAsync(folder, $"{Report}\n{end}\n");

        Assert.Equal(1, exitCode);
        Assert.EndsWith(
            $"\nFailed:\n    A.Tests {failure} (TestResults/A.Tests.log)\n\n3 passed, 1 failed, 0 skipped\n",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_script_is_ended_it_says_how_far_it_came()
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await RunAsync(
            folder, $"{Report}\nkill -TERM \"$(cat \"$results/../script.pid\")\"\nsleep 5\n");

        Assert.Equal(143, exitCode);
        Assert.EndsWith(
            "\n./test ended before all of it was done (exit code 143).\n\n0 passed, 0 failed, 0 skipped\n",
            output,
            StringComparison.Ordinal);
    }

    /// <summary>Runs the script in a repository of two test projects, the second of which passes.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(TempFolder folder, string first)
    {
        foreach (string file in Copied)
        {
            folder.Write(file, await File.ReadAllTextAsync(
                Path.Join(Repository.Root, file), TestContext.Current.CancellationToken), executable: true);
        }

        foreach (string file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "src/a" })
        {
            folder.Write(file, string.Empty);
        }

        foreach (string program in Programs)
        {
            Script($"programs/{program}", "exit 0\n");
        }

        Script("bin/slipway", "echo 1\n");
        Project("A.Tests", first);
        Project("B.Tests", $"{Report}\necho '<assembly passed=\"3\" failed=\"0\">' >\"$results/$report\"\n");
        return await Tools.TryRunAsync(
            "bash",
            "-c",
            $"""
            cd '{folder.Path}' && unset CI && export PATH=$PWD/programs:$PATH
            . scripts/common.sh && . scripts/publish.sh && stamp >bin/.published
            echo $$ >script.pid
            exec ./test 2>/dev/null
            """);

        void Script(string file, string text) =>
            folder.Write(file, $"#!/usr/bin/env bash\n{text}", executable: true);

        void Project(string name, string program)
        {
            folder.Write($"tests/{name}/{name}.csproj", string.Empty);
            Script($"tests/{name}/bin/Release/net10.0/{name}", program);
        }
    }
}
