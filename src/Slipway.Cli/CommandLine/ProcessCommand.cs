using System.CommandLine;
using Slipway.Cli.Session;

namespace Slipway.Cli.CommandLine;

/// <summary>A command that answers with the exit code of a process, which may be any number.</summary>
internal abstract class ProcessCommand : Command, IExampleSource
{
    protected ProcessCommand(string name, string description)
        : base(name, description) =>
        SetAction(async (parsed, cancellationToken) =>
        {
            await using var invocation = new Invocation(parsed, cancellationToken);
            return await ExecuteAsync(invocation, cancellationToken);
        });

    /// <summary>Command lines that work, each with what it does; shown first by <c>--help</c>.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <returns>What the process answers to its caller.</returns>
    protected abstract Task<int> ExecuteAsync(Invocation invocation, CancellationToken cancellationToken);
}
