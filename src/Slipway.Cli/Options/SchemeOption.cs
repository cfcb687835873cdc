using System.CommandLine;
using Slipway.Application.Workspaces;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--scheme</c>.</summary>
internal static class SchemeOption
{
    public const string Name = "--scheme";

    public static Option<string?> Create()
    {
        var option = new Option<string?>(Name)
        {
            Description = "The digest scheme (default: that of slipway.yml)",
            HelpName = string.Join('|', Workspace.Schemes),
        };
        option.AcceptOnlyFromAmong([.. Workspace.Schemes]);
        return option;
    }

    /// <summary>What a command line says; null when it says nothing or the command has no such option.</summary>
    public static string? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
            ? arguments.GetValue<string?>(Name)
            : null;
}
