using System.CommandLine;
using Slipway.Application.Files;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust attest</c></summary>
internal sealed class TrustAttestCommand : SlipwayCommand
{
    private readonly Argument<string> _what = new("what")
    {
        Description = "An image of the tree, a digest, or an image of a registry (host/repository:tag) that this "
            + "machine built",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write the statement, a Sigstore bundle, into a file as well",
        HelpName = "FILE",
    };

    private readonly SigningOptionSet _signing = new();

    public TrustAttestCommand()
        : base("attest", "Sign a statement of what an image was built from, by the record of its build")
    {
        Arguments.Add(_what);
        Options.Add(_output);
        _signing.AddAllTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust attest app --signing-key release.key.pem", "the image that 'load' would take"),
        new("slipway trust attest app -o app.sigstore.json", "and have the bundle as a file"),
        new("slipway trust attest registry.example.org/app:3", "what was published, and lay the statement beside it"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var signed = await invocation.Workspace.AttestAsync(
            invocation.Arguments.GetValue(_what)!, _signing.Read(invocation.Arguments), cancellationToken);
        if (invocation.Arguments.GetValue(_output) is { } file)
        {
            await OutputFile.WriteAsync(
                file,
                async (stream, token) => await stream.WriteAsync(signed.Statement, token),
                cancellationToken);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(
                invocation.Terminal.Output,
                new AttestedDocument(signed.Name, signed.Digest.ToOciString(), signed.IsNew, signed.IsLaid));
            return ExitCode.Done;
        }

        string image = $"{signed.Name} ({signed.Digest.ToOciString()})";
        await invocation.Terminal.Output.WriteLineAsync(signed switch
        {
            { IsNew: true } => $"Signed {image}.",
            { IsLaid: true } => $"{image} is signed already; the statement was missing in the registry, and was laid "
                + "there again.",
            _ => $"{image} is signed already, and the statement says the same.",
        });
        return ExitCode.Done;
    }
}
