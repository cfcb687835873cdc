using System.CommandLine;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.CommandLine;

/// <summary>A command of the CLI: its words, its examples and what it does.</summary>
internal abstract class SlipwayCommand : Command, IExampleSource
{
    protected SlipwayCommand(string name, string description)
        : base(name, description) =>
        SetAction(async (parsed, cancellationToken) =>
        {
            await using var invocation = new Invocation(parsed);
            return (int)await RunAsync(invocation, cancellationToken);
        });

    /// <summary>Command lines that work, each with what it does; shown first by <c>--help</c>.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    protected abstract Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}
