using System.CommandLine;
using Slipway.Application.Exchange;
using Slipway.Application.Requests;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway export</c></summary>
internal sealed class ExportCommand : SlipwayCommand
{
    private readonly LoadRequestOptionSet _request = new();
    private readonly ExportFormOption _form = new();
    private readonly CompressionOption _layers = new();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description =
            "The file (.tar, .tar.gz, .tar.zst, .oci.tar), a folder with / at its end, or - for standard output",
        HelpName = "FILE",
        Required = true,
    };

    public ExportCommand()
        : base("export", "Write an indexed image to a file, building nothing")
    {
        _request.AddTo(this);
        Options.Add(_output);
        Options.Add(_form);
        Options.Add(_layers);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway export app -o app.tar", "what `docker load` and `podman load` read"),
        new("slipway export app -o app.tar.zst", "compressed, for `slipway import`"),
        new("slipway export app -o app.oci.tar", "what `skopeo copy oci-archive:app.oci.tar …` reads"),
        new("slipway export app -o layout/", "a folder that is an OCI image layout"),
        new("slipway export app -o - | docker load", "standard output"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string file = invocation.Arguments.GetRequiredValue(_output);
        var form = _form.Read(invocation.Arguments, file) with { Layers = _layers.Read(invocation.Arguments) };
        var request = _request.Read(invocation.Arguments);
        if (file == "-")
        {
            RequirePipe(form, invocation);
            await using var stream = StandardStreams.OpenOutput();
            await invocation.Workspace.ExportAsync(request, form, file, stream, cancellationToken);
            return ExitCode.Done;
        }

        var exported = await invocation.Workspace.ExportAsync(request, form, file, null, cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new ExportDocument(
                file, NameOf(form.Kind), exported.Image.ImageHash.ToString(), exported.Tags));
        }
        else
        {
            string tags = exported.Tags.IsEmpty ? string.Empty : $", as {string.Join(", ", exported.Tags)}";
            await invocation.Terminal.Output.WriteLineAsync(
                $"{exported.Description} is in {file} ({NameOf(form.Kind)}, "
                + $"{exported.Image.ImageHash.ToOciString()}{tags})");
        }

        return ExitCode.Done;
    }

    private static void RequirePipe(ExportForm form, Invocation invocation)
    {
        if (form.Kind == ExportKind.OciLayout)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.Conflict,
                "A folder cannot go to standard output",
                "Give --format oci-archive, or name a folder."));
        }

        if (invocation.Terminal.IsOutputShown)
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.BinaryToTerminal,
                "An archive does not belong on a terminal",
                "Redirect standard output or give `-o` a file."));
        }
    }

    private static string NameOf(ExportKind kind) => kind switch
    {
        ExportKind.DockerArchive => "docker-archive",
        ExportKind.OciArchive => "oci-archive",
        ExportKind.OciLayout => "oci",
        _ => throw new InvalidOperationException($"There is no form {kind}."),
    };
}
