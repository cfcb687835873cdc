using System.CommandLine;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The option <c>--registry-auth-file</c> of commands that talk to registries.</summary>
internal static class RegistryAuthFileOption
{
    public const string Name = "--registry-auth-file";

    public static Option<string?> Create() => new(Name)
    {
        Description = "The credentials of registries, in the form of Docker's config.json (default: those of Docker and Podman)",
        HelpName = "FILE",
    };

    /// <summary>The file's full path; null when the command line says nothing or the command has no such option.</summary>
    /// <exception cref="SlipwayException">The value is empty, as an unset variable of a script makes it.</exception>
    public static string? Read(ParseResult arguments) =>
        arguments.CommandResult.Command.Options.Any(option => option.Name == Name)
        && arguments.GetValue<string?>(Name) is { } file
            ? file.Length > 0 ? Path.GetFullPath(file) : throw Invalid()
            : null;

    private static SlipwayException Invalid() => new(new Diagnostic(
        CliCodes.InvalidValue,
        $"{Name} names no file",
        "Give a file in the form of Docker's config.json, or leave the option out."));
}
