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
public sealed class LiveProgressTests
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

        images.Apply(new BuildEvent.Stepped(App, "[3/7] RUN apt-get update", "Get:5 http://deb.debian.org"));

        Assert.Equal(
            ["* app [3/7] RUN apt-get update 12.0 s  Get:5 http://deb.debian.org"], images.Lines("*", 100));
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

    [Fact]
    public async Task What_failed_and_what_was_skipped_for_it_stays_on_the_screen()
    {
        string screen = await DrawAsync(
            new BuildEvent.PhaseBegan(App, BuildPhase.Building),
            new BuildEvent.Finished(App, Failed("app", "The build failed at 'RUN make': cc: not found")),
            new BuildEvent.Finished(Sample.Name("top"), Skipped("top", "app")));

        Assert.Contains(
            "✗ app failed in 0.5 s: The build failed at 'RUN make': cc: not found ", screen, StringComparison.Ordinal);
        Assert.Contains("- top skipped: app failed ", screen, StringComparison.Ordinal);
        Assert.Contains("2 of 2 done, 1 failed (app), 1 skipped (top)", screen, StringComparison.Ordinal);
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

    /// <summary>Everything that was written to a terminal, without its commands.</summary>
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
        return output.ToString();
    }

    private sealed class StandingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
