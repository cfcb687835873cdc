using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Files;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway context</c></summary>
internal sealed class ContextCommand : SlipwayCommand
{
    // Formats of archives by their endings that would say something else than what is written.
    private static readonly ImmutableArray<string> Others =
    [
        ".zip", ".7z", ".xz", ".txz", ".bz2", ".tbz2", ".zst", ".tzst", ".lz4",
    ];

    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write (.tar, .tar.gz or .tgz), or - for standard output",
        HelpName = "FILE",
        Required = true,
    };

    public ContextCommand()
        : base("context", "Write the build context of an image as a tar")
    {
        Arguments.Add(_image);
        Options.Add(_output);
        Options.Add(SchemeOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway context base -o base.tar", "the files that go into the image"),
        new("slipway context base -o - | docker build -", "build it without Slipway"),
        new("slipway context base -o base.tar.gz", "compressed, byte for byte the same everywhere"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = invocation.Workspace;
        string name = invocation.Arguments.GetRequiredValue(_image);
        workspace.AskOnlyAbout([name]);
        var image = workspace.Require(name);
        string file = invocation.Arguments.GetRequiredValue(_output);
        RequireTar(file);
        var inputs = (await workspace.DigestsAsync([image], cancellationToken))[image.Name];
        // The same file by another name: opened anew it would be written from its start.
        if (file is "-" or "/dev/stdout")
        {
            if (!Console.IsOutputRedirected)
            {
                throw new SlipwayException(new Diagnostic(
                    CliCodes.BinaryToTerminal,
                    "A tar does not belong on a terminal",
                    "Redirect standard output or give `-o` a file."));
            }

            await using var stream = StandardStreams.OpenOutput();
            await workspace.WriteContextAsync(inputs, stream, compressed: false, cancellationToken);
            return ExitCode.Done;
        }

        bool compressed =
            file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".tgz", StringComparison.Ordinal);
        await OutputFile.WriteAsync(
            file, (stream, token) => workspace.WriteContextAsync(inputs, stream, compressed, token), cancellationToken);
        return ExitCode.Done;
    }

    private static void RequireTar(string file)
    {
        if (Others.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{file}' is not a value for --output: a context is a tar",
                "Give a name that ends in .tar, .tar.gz or .tgz, or compress what `-o -` writes."));
        }
    }
}
