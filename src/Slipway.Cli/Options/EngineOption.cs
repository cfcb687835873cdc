using System.CommandLine;
using Slipway.Model.Engines;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--engine</c>.</summary>
internal static class EngineOption
{
    public const string Name = "--engine";

    public static Option<string?> Create()
    {
        var option = new Option<string?>(Name)
        {
            Description = "The engine to use (default: that of slipway.yml, else what is there)",
            HelpName = string.Join('|', EngineNames.All),
        };
        option.AcceptOnlyFromAmong([.. EngineNames.All]);
        return option;
    }

    /// <summary>What a command line says; null when it says nothing or the command has no such option.</summary>
    public static string? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
            ? arguments.GetValue<string?>(Name)
            : null;
}
