using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Slipway.Application.Files;
using Slipway.Application.Resolving;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Review.References;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway resolve</c></summary>
internal sealed class ResolveCommand : SlipwayCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Task definitions or other text files; - for standard input (default)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _byTag = new("--by-tag")
    {
        Description = "Refer to images by their VERSION instead of their HASH",
    };

    private readonly Option<bool> _inPlace = new("--in-place", "-i")
    {
        Description = "Write each file back instead of printing it",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write (default: - for standard output)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _image = new("--image")
    {
        Description = "Print the reference to this image, or its task, and nothing else",
        HelpName = "IMAGE",
    };

    private readonly Option<string?> _imageTasks = new("--image-tasks")
    {
        Description =
            "The image-tasks.json of a decision: "
            + "which task has each image (default: the index of --backend taskcluster)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _pinIndexed = DecisionCommand.PinOption();

    public ResolveCommand()
        : base("resolve", "Put references to images, by digest or by task, into task definitions")
    {
        Arguments.Add(_files);
        Options.Add(_byTag);
        Options.Add(_inPlace);
        Options.Add(_output);
        Options.Add(_image);
        Options.Add(_imageTasks);
        Options.Add(_pinIndexed);
        _image.CompletionSources.Add(ImageArguments.Names);
        Validators.Add(Check);
    }

    public override IReadOnlyList<Example> Examples =>
        [
            new("slipway resolve task.yml > resolved.yml", "REGISTRY/NAME@sha256:… for each name"),
            new("slipway resolve --in-place tasks/*.yml", "several files at once, all of them or none"),
            new(
                "slipway resolve --image-tasks artifacts/image-tasks.json task.yml",
                "the tasks of a decision for {in-tree: NAME}"),
            new("slipway resolve --by-tag < task.json", "REGISTRY/NAME:VERSION instead"),
            new("docker pull \"$(slipway resolve --image NAME)\"", "one reference, for scripts"),
        ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var form = invocation.Arguments.GetValue(_byTag) ? ReferenceForm.Tag : ReferenceForm.RepoDigest;
        var resolver = invocation.Workspace.Resolve(
            form, invocation.Arguments.GetValue(_imageTasks), invocation.Arguments.GetValue(_pinIndexed));
        if (invocation.Arguments.GetValue(_image) is { } image)
        {
            Print(invocation, image, await resolver.ReferenceAsync(image, cancellationToken));
            return ExitCode.Done;
        }

        string[] names = invocation.Arguments.GetValue(_files) is { Length: > 0 } given
            ? given
            : [InputFile.StandardInput];
        var sources = await InputFile.ReadAllAsync(names, Console.OpenStandardInput, cancellationToken);
        var resolved = await resolver.ResolveAsync(sources, cancellationToken);
        if (invocation.Arguments.GetValue(_inPlace))
        {
            await TreeResolver.ReplaceAsync(sources, resolved, cancellationToken);
        }
        else if (invocation.Arguments.GetValue(_output) is { } file and not "-")
        {
            await OutputFile.WriteAsync(
                file, (stream, token) => WriteAsync(resolved, stream, token), cancellationToken);
        }
        else if (!invocation.Json)
        {
            await DocumentOutput.WriteAsync(
                invocation.Terminal, resolved.Select(file => file.Content), cancellationToken);
        }

        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<ResolvedDocument>>(
                invocation.Terminal.Output, [.. resolved.SelectMany(file => file.References).Select(ToDocument)]);
        }

        return ExitCode.Done;
    }

    private void Check(CommandResult result)
    {
        string[] files = result.GetValue(_files) ?? [];
        bool inPlace = result.GetValue(_inPlace);
        // Asking for the value of an option that has none yet, as in a completion, would throw.
        bool hasOutput = result.GetResult(_output) is not null;
        if (inPlace && hasOutput)
        {
            result.AddError("--in-place writes the files back, so it goes without --output");
        }

        if (inPlace && (files.Length == 0 || files.Contains(InputFile.StandardInput)))
        {
            result.AddError("--in-place writes files back, so it needs files, and standard input is none");
        }

        if (result.GetResult(_image) is not null && (inPlace || hasOutput || files.Length > 0))
        {
            result.AddError("--image prints one reference, so it goes without files, --in-place and --output");
        }
    }

    private static void Print(Invocation invocation, string image, string reference)
    {
        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<ResolvedDocument>>(
                invocation.Terminal.Output, [new ResolvedDocument(null, null, null, image, reference)]);
        }
        else
        {
            invocation.Terminal.Output.WriteLine(reference);
        }
    }

    private static async Task WriteAsync(
        ImmutableArray<ResolvedFile> files, Stream stream, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await stream.WriteAsync(file.Content, cancellationToken);
        }
    }

    private static ResolvedDocument ToDocument(ResolvedReference reference) =>
        new(
            reference.Location.File,
            reference.Location.Line,
            reference.Location.Column,
            reference.Image,
            reference.Reference);
}
