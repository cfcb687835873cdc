using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index find</c></summary>
internal sealed class IndexFindCommand : SlipwayCommand
{
    private readonly Argument<string> _namespace = new("NAMESPACE")
    {
        Description = "The whole namespace; or an image of the tree, for the entry under which it is found",
        CompletionSources = { NamespaceCompletion.Entries, ImageArguments.Names },
    };

    public IndexFindCommand()
        : base("find", "Show what a namespace points to, or where an image is found") => Arguments.Add(_namespace);

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index find app", "the build that app has now"),
        new("slipway index find PREFIX.cache.level-3.docker.v2.app.latest", "the newest build of app"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var entry = await invocation.Workspace.Index.FindAsync(
            invocation.Arguments.GetRequiredValue(_namespace), cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, IndexRenderer.ToDocument(entry));
        }
        else
        {
            IndexRenderer.Write(entry, invocation.Terminal.OutputConsole);
        }

        // It is shown, for whoever finds out what is wrong with it; but nobody who reads it may take it for true.
        EntryTruth.Require(entry);
        return ExitCode.Done;
    }
}
