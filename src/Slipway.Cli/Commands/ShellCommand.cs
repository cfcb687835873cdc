using System.Collections.Immutable;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway shell</c></summary>
internal sealed class ShellCommand()
    : ContainerCommand("shell", "Open a shell in an image, in this folder of the tree and as this user")
{
    private static readonly ImmutableArray<string> Shell =
        ["sh", "-c", "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi"];

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway shell app", "a shell, the tree mounted where it is on this machine"),
        new("slipway shell app -- make test", "one command in the place of the shell"),
        new("slipway shell app --user 0:0", "as root of the container"),
    ];

    /// <remarks>
    /// The tree has the path that it has here, so that what a tool prints can be opened. The image's entry point is
    /// passed over. A user whom the image does not know has no home, so it is <c>/tmp</c>.
    /// </remarks>
    protected override (ImmutableArray<string> Options, ImmutableArray<string> Command) Complete(
        Invocation invocation, ImmutableArray<string> options, ImmutableArray<string> command)
    {
        string root = invocation.Workspace.RootPath;
        if (root.Contains(':', StringComparison.Ordinal))
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.Syntax,
                $"{root} has a colon in it, so no engine can mount it",
                "Move the tree to another folder."));
        }

        string here = Directory.GetCurrentDirectory();
        bool isInside = here == root || here.StartsWith($"{root.TrimEnd('/')}/", StringComparison.Ordinal);
        ImmutableArray<string> words = command.IsEmpty ? Shell : command;
        // What the line says comes last, where it counts.
        return (
            [
                "--volume", $"{root}:{root}",
                "--workdir", isInside ? here : root,
                "--env", "HOME=/tmp",
                .. options.Contains("--user") ? (ImmutableArray<string>)[] : [RunOptions.AsCaller],
                .. options,
                "--entrypoint", words[0],
            ],
            words[1..]);
    }
}
