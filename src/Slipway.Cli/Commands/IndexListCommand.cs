using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index list</c></summary>
internal sealed class IndexListCommand : SlipwayCommand
{
    private readonly Argument<string?> _namespace = new("NAMESPACE")
    {
        Description = "Where to look (default: the top)",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { NamespaceCompletion.Folders },
    };

    private readonly Option<bool> _recursive = new("--recursive", "-r")
    {
        Description = "Every entry below, not only one step",
    };

    public IndexListCommand()
        : base("list", "List what is one step below a namespace")
    {
        Arguments.Add(_namespace);
        Options.Add(_recursive);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index list", "the top of the index"),
        new("slipway index list PREFIX.cache.level-1", "one step below"),
        new("slipway index list -r", "every entry"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var listing = await invocation.Workspace.Index.ListAsync(
            invocation.Arguments.GetValue(_namespace), invocation.Arguments.GetValue(_recursive), cancellationToken);
        var document = IndexRenderer.ToDocument(listing);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, document);
        }
        else
        {
            IndexRenderer.Write(document, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
