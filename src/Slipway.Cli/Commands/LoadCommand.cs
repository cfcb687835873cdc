using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Application.Running;
using Slipway.Application.Wording;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

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
        var request = Read(invocation.Arguments) with { Tags = given };
        var (description, name, image, tags, result) = await invocation.Workspace.LoadAsync(request, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new LoadDocument(
                name?.Value,
                image.ImageHash.ToString(),
                tags,
                result.LayersSent,
                result.LayersPresent,
                result.BytesSent));
        }
        else
        {
            string sent =
                result.BytesSent == 0
                    ? "was there"
                    : $"sent {result.LayersSent} of {result.LayersSent + result.LayersPresent} layers, "
                        + $"{Units.Bytes(result.BytesSent)}";
            await invocation.Terminal.Output.WriteLineAsync(
                $"{description} is {image.ImageHash.ToOciString()} "
                + $"({sent}){(tags.IsEmpty ? string.Empty : $", tagged {string.Join(", ", tags)}")}");
        }

        return ExitCode.Done;
    }

    private LoadRequest Read(ParseResult arguments) =>
        (
            arguments.GetValue(_image),
            arguments.GetValue(_digest),
            arguments.GetValue(_taskId),
            arguments.GetValue(_namespace)) switch
        {
            ({ } image, null, null, null) => new LoadRequest.OfTree(image),
            ({ } image, { } digest, null, null) => new LoadRequest.OfDigest(image, digest),
            (_, null, { } build, null) => new LoadRequest.OfBuild(build),
            (_, null, null, { } ns) => new LoadRequest.OfNamespace(ns),
            (null, _, null, null) => throw new SlipwayException(new Diagnostic(
                CliCodes.Syntax,
                "No image is named",
                "Name an image of the tree, or give --namespace or --task-id.")),
            _ => throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict,
                "--digest, --task-id and --namespace exclude each other",
                "Give one of them.")),
        };
}
