using System.CommandLine;
using Slipway.Application.Trusting;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust import</c></summary>
internal sealed class TrustImportCommand : SlipwayCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "JSON with the settings of one product as scriptworker has them ('context'), and 'keys'",
    };

    public TrustImportCommand()
        : base("import", "Make a policy of the settings of another verifier, and print it") => Arguments.Add(_file);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust import settings.json > trust/policy.yml", "a policy to begin with: it warns, and "
            + "refuses nothing"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string policy = await PolicySource.ImportAsync(
            invocation.Arguments.GetValue(_file)!,
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
            cancellationToken);
        await invocation.Terminal.Output.WriteAsync(policy);
        return ExitCode.Done;
    }
}
