using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;

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
        var ns = NamespaceArgument.Parse(invocation.Arguments.GetRequiredValue(_namespace));
        RequireTrust(ns, invocation);
        if (!await invocation.SharedIndex.DeleteAsync(ns, cancellationToken))
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound, $"{ns} is not in the index", "Run `slipway index list` to see what is there."));
        }

        await invocation.Terminal.Output.WriteLineAsync($"deleted {ns}");
        return ExitCode.Done;
    }

    /// <summary>Who may not write under a name may not take it away either.</summary>
    private static void RequireTrust(IndexNamespace ns, Invocation invocation)
    {
        var scope = invocation.Push.Scope;
        if (!NamespaceClaims.AllowsWriting(ns, scope))
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.LevelTooLow,
                $"A push {ScopeText.Of(scope)} cannot delete {ns}",
                $"Say `--level {NamespaceClaims.HighestLevel(ns)}`, or `--project`, where that level is trusted."));
        }
    }
}
