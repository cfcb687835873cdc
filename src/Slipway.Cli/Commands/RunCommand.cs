using System.Collections.Immutable;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway run</c></summary>
internal sealed class RunCommand()
    : ContainerCommand("run", "Run a command in an image, building it when it is missing")
{
    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway run app", "the image's own command"),
        new("slipway run app -- sh -c 'ls /'", "another command"),
        new("slipway run app --volume .:/src -w /src -- make", "with this folder mounted"),
    ];

    protected override (ImmutableArray<string> Options, ImmutableArray<string> Command) Complete(
        Invocation invocation, ImmutableArray<string> options, ImmutableArray<string> command) => (options, command);
}
