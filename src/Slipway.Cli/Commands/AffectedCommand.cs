using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway affected</c></summary>
internal sealed class AffectedCommand : SlipwayCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files or folders of the tree, which may be gone",
        Arity = ArgumentArity.OneOrMore,
    };

    public AffectedCommand()
        : base("affected", "List the images that files of the tree count for, and through what") =>
        Arguments.Add(_files);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway affected lib/greeting/VERSION", "who would be rebuilt if it changed"),
        new("slipway affected --json $(git diff --name-only main)", "for scripts"),
    ];

    protected override Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var uses = invocation.Workspace.Affected(invocation.Arguments.GetValue(_files) ?? [], cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<FileUseDocument>>(
                invocation.Terminal.Output, [.. uses.Select(AffectedRenderer.ToDocument)]);
        }
        else
        {
            AffectedRenderer.Write(uses, invocation.Terminal.OutputConsole);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
