using System.CommandLine;
using Slipway.Application.Files;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway man</c></summary>
internal sealed class ManCommand : SlipwayCommand
{
    private readonly Func<Command> _root;

    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Description = "The command whose page is printed; without one the page of slipway itself",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "A folder, made if needed, into which the pages of all commands go",
        HelpName = "DIR",
    };

    /// <param name="root">Makes the command line with all its commands.</param>
    public ManCommand(Func<Command> root)
        : base("man", "Print a page of the manual, which says what --help says")
    {
        _root = root;
        Arguments.Add(_words);
        Options.Add(_output);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway man build | man -l -", "read a page"),
        new("slipway man -o ~/.local/share/man/man1", "where `man slipway-build` finds it"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string[] words = invocation.Arguments.GetValue(_words) ?? [];
        if (invocation.Arguments.GetValue(_output) is not { } folder)
        {
            await invocation.Terminal.Output.WriteAsync(
                ManualPage.Write(HelpPage.Of(Find(words)), ProductVersion.Text));
            return ExitCode.Done;
        }

        if (words.Length > 0)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict,
                "--output writes the pages of all commands",
                "Leave the command out, or --output."));
        }

        CreateFolder(folder);
        foreach (var page in Pages(_root()))
        {
            await OutputFile.WriteTextAsync(
                Path.Join(folder, $"{ManualPage.NameOf(page)}.1"),
                ManualPage.Write(page, ProductVersion.Text),
                cancellationToken);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<HelpPage> Pages(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).SelectMany(Pages).Prepend(HelpPage.Of(command));

    private Command Find(string[] words)
    {
        var command = _root();
        foreach (string word in words)
        {
            command = command.Subcommands.FirstOrDefault(child => child.Name == word)
                ?? throw new SlipwayException(new Diagnostic(
                    RequestCodes.InvalidValue,
                    $"There is no command '{string.Join(' ', words)}'",
                    "`slipway --help` lists the commands."));
        }

        return command;
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    RequestCodes.InvalidValue,
                    $"'{folder}' is no folder that pages can be written to: {problem.Message}",
                    "Give another one."),
                problem);
        }
    }
}
