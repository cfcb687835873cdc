using System.CommandLine;
using Slipway.Application.Requests;
using Slipway.Application.Signing;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Terminals;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway trust keygen</c></summary>
internal sealed class TrustKeygenCommand : SlipwayCommand
{
    private const string P256 = "p256";
    private const string Ed25519 = "ed25519";
    private const string Pem = "pem";
    private const string Raw = "raw";

    private readonly Argument<string> _name = new("name")
    {
        Description = "The beginning of the names of both files, NAME.key.pem and NAME.pub.pem; none may exist",
    };

    private readonly Option<string> _algorithm = Choice("--algorithm", "How it signs", P256, Ed25519);

    private readonly Option<string> _form = Choice(
        "--form", "PEM, or for Ed25519 the base64 of the 32 bytes, as scriptworker reads them", Pem, Raw);

    public TrustKeygenCommand()
        : base("keygen", "Make a key to sign statements with, and print its entry for the policy")
    {
        Arguments.Add(_name);
        Options.Add(_algorithm);
        Options.Add(_form);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway trust keygen ~/keys/release --level 3", "release.key.pem, which only you can read, and "
            + "release.pub.pem"),
        new("slipway trust keygen worker --algorithm ed25519 --form raw", "a key as workers of Taskcluster have it"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var arguments = invocation.Arguments;
        string? level = GlobalOptions.Text(arguments, "--level");
        if (level is not null && !Level.TryParse(level, out _))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue, $"--level cannot be {Display.Text(level)}", "Write 1, 2 or 3."));
        }

        bool isRaw = arguments.GetValue(_form) == Raw;
        var made = await KeyMaker.MakeAsync(
            arguments.GetValue(_name)!,
            arguments.GetValue(_algorithm) == Ed25519 ? SigningAlgorithm.Ed25519 : SigningAlgorithm.EcdsaP256,
            isRaw,
            cancellationToken);
        if (await KeyPlace.CheckAsync(made.PrivateFile, cancellationToken) is { } warning)
        {
            DiagnosticRenderer.Write(invocation.Terminal, warning);
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, new KeyDocument(
                arguments.GetValue(_algorithm)!, made.PrivateFile, made.PublicFile, made.Key.Text, made.Key.RawText));
            return ExitCode.Done;
        }

        await invocation.Terminal.Output.WriteAsync(PolicyWriter.Entry(
            made.Key,
            Path.GetFileName(arguments.GetValue(_name)!),
            level,
            $"{made.PrivateFile} is the private key, which nobody else may read; "
            + $"{made.PublicFile} is the public one."));
        return ExitCode.Done;
    }

    private static Option<string> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} (default: {words[0]})",
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => words[0],
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
