using System.Diagnostics;

namespace Slipway.Architecture.Tests;

/// <summary><c>./test</c> says at its end what happened, whatever did.</summary>
public sealed class TestScriptTests
{
    // Everything that it looks for; docker and dotnet answer with success and do nothing.
    private static readonly string[] Programs =
    [
        "git", "zstd", "skopeo", "docker-registry", "busybox", "podman", "buildah", "rsvg-convert", "docker", "dockerd",
        "dotnet", "gcc", "objcopy", "apt-get",
    ];

    private static readonly string[] ScriptFiles = ["common.sh", "publish.sh", "engine.sh"];

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
            folder.Path,
            Report
            + $"\nfor i in $(seq 1 {lines}); do echo \"the line $i of what a failed test has to say for itself\"; done\n"
            + """
            echo 'Test run summary: Failed!'
            echo '<assembly passed="1" failed="1" skipped="0"><test name="It fails" result="Fail"></test>' >"$results/$report"
            exit 2
            """);

        Assert.Equal(1, exitCode);
        Assert.EndsWith("\nFailed:\n    It fails\n\n4 passed, 1 failed, 0 skipped\n", output, StringComparison.Ordinal);
        Assert.Equal(
            Math.Min(lines, 120), output.Split('\n').Count(line => line.StartsWith("    the line ", StringComparison.Ordinal)));
        Assert.Equal(
            lines > 120, output.Contains($"({lines - 120} more lines: TestResults/A.Tests.log)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 3", "A.Tests ended with exit code 3 (TestResults/A.Tests.log)")]
    [InlineData("rm -f \"$results\"/*.log; exit 3", "A.Tests ended with exit code 3 (TestResults/A.Tests.log)")]
    [InlineData("echo nonsense >\"$results/$report\"; exit 3", "A.Tests ended with exit code 3 (TestResults/A.Tests.log)")]
    [InlineData("kill -9 $PPID $$", "A.Tests did not end in time (TestResults/A.Tests.log)")]
    public async Task A_project_that_ends_otherwise_is_a_failure_among_the_others(string end, string failure)
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await RunAsync(folder.Path, $"{Report}\n{end}\n");

        Assert.Equal(1, exitCode);
        Assert.EndsWith(
            $"\nFailed:\n    {failure}\n\n3 passed, 1 failed, 0 skipped\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_script_is_ended_it_says_how_far_it_came()
    {
        using var folder = new TempFolder();
        var (exitCode, output) = await RunAsync(
            folder.Path, $"{Report}\nkill -TERM \"$(cat \"$results/../script.pid\")\"\nsleep 5\n");

        Assert.Equal(143, exitCode);
        Assert.EndsWith(
            "\n./test ended before all of it was done (exit code 143).\n\n0 passed, 0 failed, 0 skipped\n",
            output,
            StringComparison.Ordinal);
    }

    /// <summary>Runs the script in a repository of two test projects, the second of which passes.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(string root, string first)
    {
        Directory.CreateDirectory(Path.Join(root, "scripts"));
        Directory.CreateDirectory(Path.Join(root, "src"));
        File.Copy(Path.Join(Repository.Root, "test"), Path.Join(root, "test"));
        foreach (string script in ScriptFiles)
        {
            File.Copy(Path.Join(Repository.Root, "scripts", script), Path.Join(root, "scripts", script));
        }

        foreach (string program in Programs)
        {
            Write(Path.Join(root, "programs", program), "exit 0\n");
        }

        foreach (string file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
        {
            await File.WriteAllTextAsync(Path.Join(root, file), string.Empty, TestContext.Current.CancellationToken);
        }

        Write(Path.Join(root, "bin", "slipway"), "echo 1\n");
        Project("A.Tests", first);
        Project("B.Tests", $"{Report}\necho '<assembly passed=\"3\" failed=\"0\">' >\"$results/$report\"\n");
        using var process = Process.Start(new ProcessStartInfo(
            "bash",
            ["-c", ". scripts/common.sh; . scripts/publish.sh; stamp >bin/.published; echo $$ >script.pid; exec ./test"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            Environment =
            {
                ["PATH"] = $"{Path.Join(root, "programs")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["CI"] = null,
            },
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);

        void Project(string name, string program)
        {
            Write(Path.Join(root, "tests", name, "bin", "Release", "net10.0", name), program);
            File.WriteAllText(Path.Join(root, "tests", name, $"{name}.csproj"), string.Empty);
        }
    }

    private static void Write(string file, string program)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{program}");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
