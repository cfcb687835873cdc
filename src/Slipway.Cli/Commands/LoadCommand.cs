using System.CommandLine;
using Slipway.Application.Loading;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Cli.Terminals;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway load</c></summary>
internal sealed class LoadCommand : SlipwayCommand
{
    private readonly Argument<string?> _image = ImageArguments.Optional(
        "The image of the tree; not needed with --namespace or --task-id");

    private readonly Option<string?> _digest = new("--digest")
    {
        Description = "Another digest of the image than the tree's (64 digits)",
        HelpName = "DIGEST",
    };

    private readonly Option<string?> _taskId = new("--task-id")
    {
        Description = "The id of a build",
        HelpName = "ID",
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "A namespace of the index",
        HelpName = "NAMESPACE",
        CompletionSources = { NamespaceCompletion.Entries },
    };

    private readonly TagOption _tags = new();

    public LoadCommand()
        : base("load", "Make an indexed image available in the engine, building nothing")
    {
        Arguments.Add(_image);
        Options.Add(_digest);
        Options.Add(_taskId);
        Options.Add(_namespace);
        Options.Add(_tags);
        Options.Add(EngineOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway load app", "the image of this tree, found by its digest"),
        new("slipway load app --tag app:review", "under a tag of your own"),
        new("slipway load --namespace PREFIX.cache.level-3.docker.v2.app.latest", "what was pushed last"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var given = _tags.Read(invocation.Arguments);
        var target = await FindAsync(invocation, cancellationToken);
        var tags = given.IsEmpty ? target.Tags : given;
        var engine = await invocation.EngineAsync(cancellationToken);
        var result = await TransferLine.RunAsync(
            invocation.Terminal,
            $"loading {target.Description}",
            progress => new EngineImages(engine, invocation.Store.Images)
                .LoadAsync(target.Image, progress, cancellationToken));
        foreach (string tag in tags)
        {
            await engine.TagAsync(target.Image.ImageHash, tag, cancellationToken);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new LoadDocument(
                target.Name?.Value,
                target.Image.ImageHash.ToString(),
                tags,
                result.LayersSent,
                result.LayersPresent,
                result.BytesSent));
        }
        else
        {
            string sent = result.BytesSent == 0
                ? "was there"
                : $"sent {result.LayersSent} of {result.LayersSent + result.LayersPresent} layers, {Units.Bytes(result.BytesSent)}";
            await invocation.Terminal.Output.WriteLineAsync(
                $"{target.Description} is {target.Image.ImageHash.ToOciString()} ({sent}){(tags.IsEmpty ? string.Empty : $", tagged {string.Join(", ", tags)}")}");
        }

        return ExitCode.Done;
    }

    private async Task<LoadTarget> FindAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var finder = new LoadTargetFinder(invocation);
        return (invocation.Arguments.GetValue(_image),
                invocation.Arguments.GetValue(_digest),
                invocation.Arguments.GetValue(_taskId),
                invocation.Arguments.GetValue(_namespace)) switch
        {
            ({ } image, null, null, null) => await finder.OfTreeAsync(image, cancellationToken),
            ({ } image, { } digest, null, null) => await finder.OfDigestAsync(image, digest, cancellationToken),
            (_, null, { } build, null) => await finder.OfBuildAsync(build, cancellationToken),
            (_, null, null, { } ns) => await finder.OfNamespaceAsync(ns, cancellationToken),
            (null, _, null, null) => throw new SlipwayException(new Diagnostic(
                CliCodes.Syntax, "No image is named", "Name an image of the tree, or give --namespace or --task-id.")),
            _ => throw new SlipwayException(new Diagnostic(
                CliCodes.Conflict,
                "--digest, --task-id and --namespace exclude each other",
                "Give one of them.")),
        };
    }
}
