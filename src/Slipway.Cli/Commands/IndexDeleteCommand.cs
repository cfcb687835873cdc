using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index delete</c></summary>
internal sealed class IndexDeleteCommand : SlipwayCommand
{
    private readonly Argument<string> _namespace = new("NAMESPACE")
    {
        Description = "The whole namespace",
        CompletionSources = { NamespaceCompletion.Entries },
    };

    public IndexDeleteCommand()
        : base("delete", "Remove an entry; the image itself stays until `slipway gc`") => Arguments.Add(_namespace);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index delete PREFIX.cache.level-1.docker.v2.app.latest", "forget this name"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var ns = await invocation.Workspace.Index.DeleteAsync(
            invocation.Arguments.GetRequiredValue(_namespace), cancellationToken);
        await invocation.Terminal.Output.WriteLineAsync($"deleted {ns}");
        return ExitCode.Done;
    }
}
