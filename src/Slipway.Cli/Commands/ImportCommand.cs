using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway import</c></summary>
internal sealed class ImportCommand : SlipwayCommand
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "An archive of an image, a folder that is an OCI layout, or - for standard input",
    };

    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "The tag that it gets in the engine (default: none)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ImportCommand()
        : base("import", "Read an image out of a file and make it available in the engine")
    {
        Arguments.Add(_file);
        Arguments.Add(_name);
        Options.Add(EngineOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway import app.tar.zst app:copy", "what `slipway export`, `docker save` or `skopeo copy` wrote"),
        new("slipway import layout/ app:copy", "a folder that is an OCI image layout"),
        new("docker save other | slipway import - app:copy", "standard input"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string? name = invocation.Arguments.GetValue(_name);
        if (name is not null && !TagOption.IsReference(name))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{name}' cannot be the tag of an image",
                "Write [HOST[:PORT]/]NAME[:TAG], the name in lower case."));
        }

        await LoadedRenderer.WriteAsync(
            invocation,
            await invocation.Workspace.ImportAsync(
                invocation.Arguments.GetRequiredValue(_file), name is null ? [] : [name], cancellationToken));
        return ExitCode.Done;
    }
}
