using Slipway.Cli.Terminals;
using Spectre.Console;

namespace Slipway.Cli.Tests.Terminals;

/// <summary>Consoles with colours, whose own sequences have to get through.</summary>
public sealed class EscapeHookTests : IDisposable
{
    private const string Evil = "\u001b]0;owned\u0007\u001b[5;41m\u009b\u202e";

    private readonly StringWriter _output = new();
    private readonly IAnsiConsole _console;

    public EscapeHookTests()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
        });
        _console.Profile.Width = 200;
        _console.Pipeline.Attach(new EscapeHook());
    }

    [Fact]
    public void Colours_are_drawn_and_text_is_not_obeyed()
    {
        _console.MarkupLine($"[red]{Markup.Escape(Evil)}[/]");
        _console.WriteLine(Evil);
        _console.Write(new Text(Evil));

        Assert.Contains("\u001b[91m", _output.ToString(), StringComparison.Ordinal);
        AssertHarmless(times: 3);
    }

    [Fact]
    public async Task What_is_redrawn_is_escaped_too()
    {
        await _console.Live(new Text(Evil)).StartAsync(context =>
        {
            context.UpdateTarget(new Rows(new Text(Evil), new Text(Evil)));
            _console.WriteLine(Evil);
            return Task.CompletedTask;
        });
        await _console.Status().StartAsync(Markup.Escape(Evil), context =>
        {
            context.Status(Markup.Escape(Evil));
            context.Refresh();
            return Task.CompletedTask;
        });

        AssertHarmless(times: 3);
    }

    public void Dispose() => _output.Dispose();

    private void AssertHarmless(int times)
    {
        string shown = _output.ToString();
        Assert.DoesNotContain("\u001b]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[5;41m", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, c => c is '\u0007' or '\u009b' or '\u202e');
        Assert.True(shown.Split("\\u001b]0;owned\\u0007").Length > times, shown);
    }
}
