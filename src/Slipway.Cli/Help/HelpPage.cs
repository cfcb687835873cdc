using System.CommandLine;

namespace Slipway.Cli.Help;

/// <summary>What there is to say of a command: what <c>--help</c> and the manual are made of.</summary>
/// <param name="Words">The command as it is typed: <c>slipway index find</c>.</param>
/// <param name="Description">What it does, with a full stop.</param>
/// <param name="Usage">The shape of a whole line.</param>
/// <param name="Examples">Lines that work; may be empty.</param>
/// <param name="Sections">What it takes; a section has at least one row.</param>
internal sealed record HelpPage(
    string Words,
    string Description,
    string Usage,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<HelpSection> Sections)
{
    public static HelpPage Of(Command command)
    {
        var inherited = Inherited(command).ToList();
        var options = command.Options.Where(option => !option.Hidden && !inherited.Contains(option));
        HelpSection[] sections =
        [
            new("Commands", [.. command.Subcommands.Where(child => !child.Hidden).Select(Row)]),
            new("Arguments", [.. command.Arguments.Where(argument => !argument.Hidden).Select(Row)]),
            new("Options", [.. options.Select(Row)]),
            new("Options of every command", [.. inherited.Select(Row)]),
        ];
        return new HelpPage(
            WordsOf(command),
            $"{command.Description!.TrimEnd('.')}.",
            UsageOf(command),
            command is IExampleSource source ? source.Examples : [],
            [.. sections.Where(section => section.Rows.Count > 0)]);
    }

    private static IEnumerable<Option> Inherited(Command command) =>
        command.Parents.OfType<Command>()
            .SelectMany(parent => Inherited(parent).Concat(parent.Options.Where(option => option.Recursive)));

    private static string WordsOf(Command command) => command is RootCommand
        ? "slipway"
        : $"{WordsOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string UsageOf(Command command) => string.Join(' ', [
        WordsOf(command),
        .. command.Subcommands.Count > 0 ? ["COMMAND"] : command.Arguments.Select(Shape),
        "[OPTIONS]",
    ]);

    private static string Shape(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{Label(argument)}..." : Label(argument);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Label(Argument argument) => argument.HelpName ?? argument.Name;

    private static HelpRow Row(Command command) =>
        new(string.Join(' ', [command.Name, .. command.Arguments.Select(Shape)]), command.Description ?? string.Empty);

    private static HelpRow Row(Argument argument) => new(Label(argument), argument.Description ?? string.Empty);

    private static HelpRow Row(Option option)
    {
        var names = option.Aliases.Append(option.Name).OrderBy(name => name.Length);
        string value = option.HelpName is { } label ? $" {label}" : string.Empty;
        return new HelpRow(string.Join(", ", names) + value, option.Description ?? string.Empty);
    }
}

/// <summary>A part of what a command takes.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<HelpRow> Rows);

/// <summary>A thing that is explained, and the explanation.</summary>
internal sealed record HelpRow(string Term, string Text);
