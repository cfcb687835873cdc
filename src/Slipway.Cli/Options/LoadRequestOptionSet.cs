using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Application.Running;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>The argument and the options that say which image of the index is meant.</summary>
internal sealed class LoadRequestOptionSet
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

    public void AddTo(Command command)
    {
        command.Arguments.Add(_image);
        command.Options.Add(_digest);
        command.Options.Add(_taskId);
        command.Options.Add(_namespace);
        command.Options.Add(_tags);
    }

    /// <exception cref="SlipwayException">No image is named, or several are, or a tag cannot be one.</exception>
    public LoadRequest Read(ParseResult arguments) => ReadImage(arguments) with { Tags = _tags.Read(arguments) };

    private LoadRequest ReadImage(ParseResult arguments) =>
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
