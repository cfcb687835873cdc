using System.CommandLine;
using Slipway.Core.Digests;

namespace Slipway.Cli.CommandLine;

/// <summary>The option <c>--scheme</c>.</summary>
internal static class SchemeOption
{
    public const string Name = "--scheme";

    private const string Slipway = "slipway";
    private const string Taskgraph = "taskgraph";

    public static Option<string?> Create()
    {
        var option = new Option<string?>(Name)
        {
            Description = "The digest scheme (default: that of slipway.yml)",
            HelpName = $"{Slipway}|{Taskgraph}",
        };
        option.AcceptOnlyFromAmong(Slipway, Taskgraph);
        return option;
    }

    public static string NameOf(DigestScheme scheme) => scheme == DigestScheme.Taskgraph ? Taskgraph : Slipway;

    /// <summary>What a command line says; null when it says nothing or the command has no such option.</summary>
    public static DigestScheme? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
            ? arguments.GetValue<string?>(Name) switch
            {
                Taskgraph => DigestScheme.Taskgraph,
                Slipway => DigestScheme.Slipway,
                _ => null,
            }
            : null;
}
