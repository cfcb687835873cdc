using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Workspaces;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Help;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Invocations;

/// <summary>
/// One run of a command: its arguments, where it prints, and the workspace that its options describe.
/// </summary>
/// <param name="arguments">The command line.</param>
/// <param name="cancellation">Ends the run.</param>
internal sealed class Invocation(ParseResult arguments, CancellationToken cancellation) : IAsyncDisposable
{
    private Workspace? _workspace;

    public ParseResult Arguments { get; } = arguments;

    public Terminal Terminal { get; } = Terminal.For(
        arguments.GetValue<bool>("--no-color"),
        arguments.InvocationConfiguration.Output,
        arguments.InvocationConfiguration.Error);

    public bool Json => Arguments.GetValue<bool>("--json");

    public bool IsVerbose => GlobalOptions.Verbosity(Arguments) > 0;

    public Workspace Workspace => _workspace ??= Workspace.Open(
        Settings(Arguments), new TerminalFeedback(Terminal, IsVerbose), engine: null, cancellation);

    /// <summary>The images that the command was to do something with, and that cannot be used.</summary>
    public ImmutableArray<UnfitImage> Unfit => _workspace?.Unfit ?? [];

    /// <summary>Why some of them are left out, each reason once.</summary>
    public ImmutableArray<Diagnostic> LeftOut => Unfit.IsEmpty ? [] : Workspace.Catalog.LeftOut;

    public ValueTask DisposeAsync() => _workspace?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static WorkspaceSettings Settings(ParseResult arguments) => new()
    {
        Root = arguments.GetValue<string?>("--root"),
        RunTask = arguments.GetValue<string?>("--run-task"),
        Scheme = SchemeOption.Read(arguments),
        Home = arguments.GetValue<string?>("--home"),
        Backend = arguments.GetValue<string?>("--backend"),
        Engine = EngineOption.Read(arguments),
        NoCache = arguments.GetValue<bool>("--no-cache"),
        Push = new PushOptions
        {
            Level = arguments.GetValue<string?>("--level"),
            Project = arguments.GetValue<string?>("--project"),
            PushDate = arguments.GetValue<string?>("--pushdate"),
            Revision = arguments.GetValue<string?>("--revision"),
            PullRequest = arguments.GetValue<string?>("--pull-request"),
        },
        RegistryAuthFile = RegistryAuthFileOption.Read(arguments),
        Version = ProductVersion.Text,
        OpenStandardInput = Console.OpenStandardInput,
    };
}
