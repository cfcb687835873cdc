using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary>A command of <c>mach</c>, which answers 1 to whatever goes wrong.</summary>
internal abstract class MachCommand(string name, string description) : ProcessCommand(name, description)
{
    protected const int Failed = 1;

    protected abstract Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken);

    protected sealed override async Task<int> ExecuteAsync(
        Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(invocation, cancellationToken);
        }
        catch (SlipwayException failure)
        {
            DiagnosticRenderer.Write(invocation.Terminal, failure, GlobalOptions.Verbosity(invocation.Arguments));
            return Failed;
        }
    }
}
