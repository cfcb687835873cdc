using System.CommandLine;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--registry-auth-file</c> of commands that talk to registries.</summary>
internal static class RegistryAuthFileOption
{
    public const string Name = "--registry-auth-file";

    public static Option<string?> Create() =>
        new(Name)
        {
            Description =
                "The credentials of registries, "
                + "in the form of Docker's config.json (default: those of Docker and Podman)",
            HelpName = "FILE",
        };

    /// <summary>What the command line says; null when it says nothing or the command has no such option.</summary>
    public static string? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
            ? arguments.GetValue<string?>(Name)
            : null;
}
