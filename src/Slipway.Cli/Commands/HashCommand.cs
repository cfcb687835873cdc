using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway hash</c></summary>
internal sealed class HashCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many("The images (default: all)");

    private readonly Option<bool> _inputs = new("--inputs")
    {
        Description = "Print the inputs manifest instead of its digest",
    };

    public HashCommand()
        : base("hash", "Print the digest of what goes into an image")
    {
        Arguments.Add(_images);
        Options.Add(SchemeOption.Create());
        Options.Add(_inputs);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway hash base", "one digest, for scripts"),
        new("slipway hash", "a line for each image"),
        new("slipway hash 'py*' docker/app", "of some, by pattern and by path"),
        new("slipway hash base --inputs | jq .files", "everything that determines the digest"),
        new("slipway hash base --scheme taskgraph", "the digest that taskgraph computes"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string[] names = invocation.Arguments.GetValue(_images) ?? [];
        invocation.Workspace.AskOnlyAbout(names);
        var images = invocation.Workspace.SelectWithPackages(names);
        bool isOne = names.Length == 1 && images.Length == 1 && !ImageFinder.IsPattern(names[0]);
        bool printInputs = invocation.Arguments.GetValue(_inputs);
        if (printInputs && images.Length != 1)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict,
                "--inputs is for exactly one image",
                "Name the image: `slipway hash IMAGE --inputs`."));
        }

        var inputs = await invocation.Workspace.DigestsAsync(images, cancellationToken);
        images = images.RemoveAll(image => !inputs.ContainsKey(image.Name));
        var output = invocation.Terminal.Output;
        var dialect = invocation.Workspace.Catalog.Config.Dialect;
        bool HasDigest(ImageDefinition image) => image.IsCached || dialect.UncachedHaveDigests;
        if (names.Length == 1 && images is [var only] && !HasDigest(only))
        {
            throw new SlipwayException(new Diagnostic(
                ContextCodes.NoDigest,
                $"{only.Name} has no digest, because every push builds it",
                $"Its task says 'cache: false'; {dialect.Name} has digests only of what is cached.",
                only.Location));
        }

        if (printInputs)
        {
            // The exact bytes whose SHA-256 the digest is, except to a terminal: no line end is added.
            await DocumentOutput.WriteAsync(
                invocation.Terminal, [inputs[images[0].Name].WriteManifest()], cancellationToken);
        }
        else if (invocation.Json)
        {
            string scheme = dialect.Name;
            JsonOutput.Write<IReadOnlyList<DigestDocument>>(output, [.. images.Select(image => new DigestDocument(
                image.Name.Value,
                scheme,
                HasDigest(image) ? inputs[image.Name].Digest.ToString() : null,
                image.Package is null ? inputs[image.Name].ContextHash?.ToString() : null,
                HasDigest(image) && !inputs[image.Name].Lines.IsEmpty ? inputs[image.Name].Lines : null))]);
        }
        else
        {
            foreach (var image in images)
            {
                string digest = HasDigest(image) ? inputs[image.Name].Digest.ToString() : "-";
                await output.WriteLineAsync(isOne ? digest : $"{digest}  {image.Name}");
            }
        }

        return ExitCode.Done;
    }
}
