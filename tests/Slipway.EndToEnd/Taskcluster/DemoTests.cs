using System.Diagnostics;
using Slipway.EndToEnd.Flows;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster;

/// <summary>
/// The demo as <c>./taskcluster-demo</c> starts it. It builds the example's images under the names that the others of
/// the collection take away at their end.
/// </summary>
[Collection(ExampleCollection.Name)]
public sealed class DemoTests
{
    private static readonly string Program = Repository.PathOf(
        "tests", "Slipway.Taskcluster.Demo", "bin", "Release", "net10.0", "Slipway.Taskcluster.Demo");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_sees_a_decision_builds_a_plan_and_an_image()
    {
        await Machine.RequireEngineAsync();
        Assert.True(File.Exists(Program), $"{Program} is not built");
        await using var sandbox = new Sandbox();
        // The example lacks the one file that is not in git, and what is staged for a test goes with it.
        string example = Repository.PathOf("examples", "monorepo");
        await Tool.CheckAsync(
            "bash", "-ec", $"cp -a '{example}/.' '{sandbox.Tree}'; cd '{sandbox.Tree}'; ./stage; rm -rf .git");
        using var demo = Start(sandbox.Tree);
        try
        {
            string said = await ReadAsync(demo, "Ctrl-C ends it.");
            string environment = said
                .Split('\n')
                .Select(line => line.Trim())
                .Single(line => line.StartsWith(". ", StringComparison.Ordinal))[2..];
            Assert.Contains("9 tasks created", said, StringComparison.Ordinal);
            Assert.Equal(9, Count(said, ": completed, task "));

            string plan = await TypeAsync(environment, "slipway plan && slipway load --tag slipway-demo-test hello");
            Assert.Contains("9 images found", plan, StringComparison.Ordinal);
            Assert.Contains("slipway-demo-test", plan, StringComparison.Ordinal);
            Assert.Contains(
                "the first that the index has",
                await TypeAsync(environment, "slipway history hello && slipway log hello"),
                StringComparison.Ordinal);

            await demo.StandardInput.WriteLineAsync();
            await demo.StandardInput.FlushAsync(Cancellation);
            Assert.Contains(
                "9 images: reused 9", await ReadAsync(demo, "Ctrl-C ends it."), StringComparison.Ordinal);

            await Tool.CheckAsync("kill", "-TERM", $"{demo.Id}");
            await demo.WaitForExitAsync(Cancellation);
            Assert.Equal(0, demo.ExitCode);
            Assert.False(Directory.Exists(Path.GetDirectoryName(environment)));
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
            await Tool.CheckAsync("bash", "-c", "docker image rm -f slipway-demo-test >/dev/null 2>&1 || true");
        }
    }

    private static Process Start(string example)
    {
        var start = new ProcessStartInfo(
            Program, ["--slipway", Machine.Slipway, "--example", example])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> TypeAsync(string environment, string commands)
    {
        string folder = Path.Join(Path.GetDirectoryName(environment), "monorepo");
        return await Tool.CheckAsync("bash", "-ec", $". '{environment}'; cd '{folder}'; {commands}");
    }

    private static async Task<string> ReadAsync(Process demo, string last)
    {
        var lines = new List<string>();
        while (await demo.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            lines.Add(line);
            if (line.Contains(last, StringComparison.Ordinal))
            {
                break;
            }
        }

        return string.Join('\n', lines);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
