using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Application.Builds;
using Slipway.Cli.Progress;
using Slipway.Cli.Tests.Support;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Tests.Progress;

/// <summary>What a person at a terminal sees of a build.</summary>
public sealed partial class LiveProgressTests
{
    private static readonly ImageName App = Sample.Name("app");

    [Fact]
    public void An_image_shows_its_step_how_long_it_takes_and_the_last_line_of_output()
    {
        var clock = new StandingClock();
        var images = new LiveImages(2, clock);
        images.Apply(new BuildEvent.PhaseBegan(App, BuildPhase.Building));
        images.Apply(new BuildEvent.LogLine(App, "#7 sha256:23ee8e 1MB / 2MB"));
        clock.Now = TimeSpan.FromSeconds(12);

        Assert.Equal(["* app building 12.0 s  "], images.Lines("*", 100));

        images.Apply(new BuildEvent.Stepped(App, "[3/7] RUN apt-get update", "Get:5 http://deb.example.org"));

        Assert.Equal(
            ["* app [3/7] RUN apt-get update 12.0 s  Get:5 http://deb.example.org"], images.Lines("*", 100));
        Assert.Equal("0 of 2 done", images.Sum(100));

        images.Apply(new BuildEvent.PhaseBegan(App, BuildPhase.Storing));
        images.Apply(new BuildEvent.Transferred(App, 11_800));

        Assert.Equal(["* app storing 12.0 s  11.8 kB"], images.Lines("*", 100));
    }

    [Fact]
    public void A_long_step_leaves_room_for_what_it_prints()
    {
        var images = new LiveImages(1, new StandingClock());
        images.Apply(new BuildEvent.Stepped(App, $"[3/7] RUN {new string('a', 500)}", new string('b', 500)));

        string line = Assert.Single(images.Lines("*", 80));

        Assert.Equal(80, line.Length);
        Assert.Contains("a… 0.0 s  bbb", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_step_prints_does_not_reach_the_terminal_as_commands()
    {
        var images = new LiveImages(1, new StandingClock());
        images.Apply(new BuildEvent.Stepped(App, "[1/1] RUN \u001b[2Jx", "10 %\r20 %\u001b[31m!"));

        Assert.DoesNotContain('\u001b', Assert.Single(images.Lines("*", 80)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task What_failed_and_what_was_skipped_for_it_stays_on_the_screen(int length)
    {
        string message = string.Join(' ', Enumerable.Repeat("cc: not found", length));

        string screen = await DrawAsync(
            new BuildEvent.PhaseBegan(App, BuildPhase.Building),
            new BuildEvent.Stepped(App, "[3/7] RUN make", "cc: not found"),
            new BuildEvent.Warned(App, new Diagnostic(
                new DiagnosticCode(1998, "A test", ExitCode.Failed), message, "Mend it.", Severity: Severity.Warning)),
            new BuildEvent.Finished(App, Failed("app", message)),
            new BuildEvent.Finished(Sample.Name("top"), Skipped("top", "app")));

        Assert.Contains("\n✗ app failed in 0.5 s: cc: not found", screen, StringComparison.Ordinal);
        Assert.EndsWith("\n- top skipped: app failed", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("of 2 done", screen, StringComparison.Ordinal);
        string[] lines = screen.Split('\n');
        Assert.StartsWith("warning SLIP1998: cc: not found", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            $"warning SLIP1998: {message}",
            string.Concat(lines.TakeWhile(line => line[0] != '✗').Select(line => line.PadRight(99))).TrimEnd());
    }

    [Fact]
    public void The_last_line_names_what_failed_and_what_was_skipped()
    {
        var images = new LiveImages(3, new StandingClock());
        images.Apply(new BuildEvent.Finished(App, Failed("app", "boom")));
        images.Apply(new BuildEvent.Finished(Sample.Name("top"), Skipped("top", "app")));

        Assert.Equal("2 of 3 done, 1 failed (app), 1 skipped (top)", images.Sum(100));
    }

    private static ImageOutcome Failed(string name, string message) => new()
    {
        Planned = Missing(name),
        Kind = OutcomeKind.Failed,
        Duration = TimeSpan.FromSeconds(0.5),
        Diagnostics = [new Diagnostic(new DiagnosticCode(1999, "A test", ExitCode.Failed), message, "Mend it.")],
    };

    private static ImageOutcome Skipped(string name, string parent) => new()
    {
        Planned = Missing(name),
        Kind = OutcomeKind.Skipped,
        SkippedFor = Sample.Name(parent),
    };

    private static PlannedImage Missing(string name) =>
        Sample.Planned(name, '2', PlanAction.Build, new PlanReason.NotIndexed());

    /// <summary>What is on a terminal's screen in the end.</summary>
    private static async Task<string> DrawAsync(params BuildEvent[] events)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 100;
        var live = new LiveProgress(
            console, Sample.Plan(Missing("app"), Missing("top")), verbose: false, new StandingClock());
        await live.RunAsync(redraw =>
        {
            foreach (var happened in events)
            {
                live.Apply(happened);
                redraw();
            }

            return Task.CompletedTask;
        });
        return Screen(output.ToString());
    }

    /// <summary>What a terminal of 100 columns makes of the commands that Spectre.Console writes.</summary>
    private static string Screen(string written)
    {
        var rows = new List<char[]>();
        var (row, column) = (0, 0);
        foreach (Match token in Tokens().Matches(written))
        {
            while (rows.Count <= row)
            {
                rows.Add([.. Enumerable.Repeat(' ', 100)]);
            }

            switch (token.Value)
            {
                case "\r":
                    column = 0;
                    break;
                case "\n":
                    (row, column) = (row + 1, 0);
                    break;
                case [.., 'A'] when token.Groups["count"].Success:
                    row -= int.Parse(token.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
                    break;
                case "\u001b[2K":
                    Array.Fill(rows[row], ' ');
                    break;
                case [not '\u001b']:
                    rows[row][column++] = token.Value[0];
                    break;
            }
        }

        return string.Join('\n', rows.Select(line => new string(line).TrimEnd())).TrimEnd();
    }

    [GeneratedRegex(
        @"\u001b\[(?<count>[0-9]+)A|\u001b\[[0-9;?]*[A-Za-z]|[\s\S]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();

    private sealed class StandingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
