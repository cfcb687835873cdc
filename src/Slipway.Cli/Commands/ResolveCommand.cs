using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Slipway.Application.Files;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Session;
using Slipway.Cli.Terminals;
using Slipway.Core.Diagnostics;
using Slipway.Core.References;

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
        Description = "The image-tasks.json of a decision: which task has each image (default: the index of --backend taskcluster)",
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
        new("slipway resolve --image-tasks artifacts/image-tasks.json task.yml", "the tasks of a decision for {in-tree: NAME}"),
        new("slipway resolve --by-tag < task.json", "REGISTRY/NAME:VERSION instead"),
        new("docker pull \"$(slipway resolve --image NAME)\"", "one reference, for scripts"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var form = invocation.Arguments.GetValue(_byTag) ? ReferenceForm.Tag : ReferenceForm.RepoDigest;
        var maker = new ReferenceMaker(invocation.Catalog, form);
        if (invocation.Arguments.GetValue(_image) is { } image)
        {
            await PrintReferenceAsync(invocation, maker, image, cancellationToken);
            return ExitCode.Done;
        }

        string[] names = invocation.Arguments.GetValue(_files) is { Length: > 0 } given ? given : [InputFile.StandardInput];
        var sources = await InputFile.ReadAllAsync(names, cancellationToken);
        var uses = DefinitionResolver.UsesOf(sources.Select(source => (source.Content, source.Name)), maker);
        var tasks = await ImageTaskLookup.FindAsync(
            invocation, uses, invocation.Arguments.GetValue(_imageTasks), cancellationToken);
        var problems = new DiagnosticBag();
        var resolver = new DefinitionResolver(maker, tasks, invocation.Arguments.GetValue(_pinIndexed), problems);
        var resolved = sources.Select(source => resolver.Resolve(source.Content, source.Name)).ToImmutableArray();
        problems.ThrowIfErrors();
        invocation.Warn(problems.ToSorted());
        if (invocation.Arguments.GetValue(_inPlace))
        {
            await FileSet.ReplaceAsync(
                sources.Zip(resolved)
                    .Where(pair => !pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span))
                    .Select(pair => new FileChange(pair.First.Name, pair.First.Content.ToArray(), pair.Second.Content)),
                cancellationToken);
        }
        else if (invocation.Arguments.GetValue(_output) is { } file and not "-")
        {
            await OutputFile.WriteAsync(file, (stream, token) => WriteAsync(resolved, stream, token), cancellationToken);
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

    private async Task PrintReferenceAsync(
        Invocation invocation, ReferenceMaker maker, string image, CancellationToken cancellationToken)
    {
        string reference = await FindReferenceAsync(invocation, maker, image, cancellationToken);

        if (invocation.Json)
        {
            JsonOutput.Write<IReadOnlyList<ResolvedDocument>>(
                invocation.Terminal.Output, [new ResolvedDocument(null, null, null, image, reference)]);
        }
        else
        {
            await invocation.Terminal.Output.WriteLineAsync(reference);
        }
    }

    /// <summary>The reference to a registry image; of a task image the task that has it.</summary>
    private async Task<string> FindReferenceAsync(
        Invocation invocation, ReferenceMaker maker, string image, CancellationToken cancellationToken)
    {
        if (invocation.Catalog.Require(image).Registry is not null)
        {
            return maker.TryMake(image, location: null, out string? reference, out var problem)
                ? reference
                : throw new SlipwayException(problem);
        }

        (ReadOnlyMemory<byte> Content, string Name) mark =
            (Encoding.UTF8.GetBytes($"{{{{#task_id_for_image}}}}{image}{{{{/task_id_for_image}}}}"), "--image");
        var tasks = await ImageTaskLookup.FindAsync(
            invocation,
            DefinitionResolver.UsesOf([mark], maker),
            invocation.Arguments.GetValue(_imageTasks),
            cancellationToken);
        var problems = new DiagnosticBag();
        var resolved = new DefinitionResolver(maker, tasks, pinIndexed: false, problems).Resolve(mark.Content, mark.Name);
        problems.ThrowIfErrors();
        return Encoding.UTF8.GetString(resolved.Content.Span);
    }

    private static async Task WriteAsync(
        ImmutableArray<ResolvedFile> files, Stream stream, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await stream.WriteAsync(file.Content, cancellationToken);
        }
    }

    private static ResolvedDocument ToDocument(ResolvedReference reference) => new(
        reference.Location.File, reference.Location.Line, reference.Location.Column, reference.Image, reference.Reference);
}
