using System.CommandLine;
using Slipway.Core.Catalog.Configuration;
using Slipway.Core.Catalog.Taskgraph;

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
            HelpName = string.Join('|', KnownDialects.All.Names),
        };
        option.AcceptOnlyFromAmong([.. KnownDialects.All.Names]);
        return option;
    }

    /// <summary>What a command line says; null when it says nothing or the command has no such option.</summary>
    public static Dialect? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
            ? KnownDialects.All.Find(arguments.GetValue<string?>(Name))
            : null;
}
