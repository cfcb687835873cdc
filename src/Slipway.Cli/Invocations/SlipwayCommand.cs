using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Invocations;

/// <summary>A command that answers with an exit code of Slipway's own.</summary>
internal abstract class SlipwayCommand(string name, string description) : ProcessCommand(name, description)
{
    protected abstract Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken);

    protected sealed override async Task<int> ExecuteAsync(
        Invocation invocation,
        CancellationToken cancellationToken) => (int)await RunAsync(invocation, cancellationToken);
}
