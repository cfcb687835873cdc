using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;

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
        IndexNamespace? below = invocation.Arguments.GetValue(_namespace) is { } text ? NamespaceArgument.Parse(text) : null;
        var document = await ListAsync(
            invocation, below, invocation.Arguments.GetValue(_recursive), cancellationToken);
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

    private static async Task<IndexListDocument> ListAsync(
        Invocation invocation, IndexNamespace? below, bool recursive, CancellationToken cancellationToken)
    {
        var index = invocation.SharedIndex;
        var namespaces = await index.ListNamespacesAsync(below, cancellationToken);
        var entries = (await index.ListEntriesAsync(below, cancellationToken)).Select(IndexRenderer.ToDocument).ToList();
        if (!recursive)
        {
            return new IndexListDocument([.. namespaces.Select(ns => ns.Value)], entries);
        }

        foreach (var ns in namespaces)
        {
            entries.AddRange((await ListAsync(invocation, ns, recursive, cancellationToken)).Entries);
        }

        return new IndexListDocument([], entries);
    }
}
