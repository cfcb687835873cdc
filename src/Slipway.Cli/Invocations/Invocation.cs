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
internal sealed class Invocation : IAsyncDisposable
{
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _notice;
    private Workspace? _workspace;

    /// <param name="arguments">The command line.</param>
    /// <param name="cancellation">Ends the run.</param>
    public Invocation(ParseResult arguments, CancellationToken cancellation)
    {
        Arguments = arguments;
        Terminal = Terminal.For(
            arguments.GetValue<bool>("--no-color"),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error);
        _cancellation = cancellation;
        // What runs may need a moment to end, and who stopped it is to know that it was heard.
        _notice = cancellation.Register(
            () => Terminal.Notice("Stopping; Ctrl-C or a signal once more ends it at once."));
    }

    public ParseResult Arguments { get; }

    public Terminal Terminal { get; }

    public bool Json => Arguments.GetValue<bool>("--json");

    public bool IsVerbose => GlobalOptions.Verbosity(Arguments) > 0;

    public Workspace Workspace => _workspace ??= Workspace.Open(
        Adjusted(Arguments), new TerminalFeedback(Terminal, IsVerbose), engine: null, _cancellation);

    /// <summary>The images that the command was to do something with, and that cannot be used.</summary>
    public ImmutableArray<UnfitImage> Unfit => _workspace?.Unfit ?? [];

    /// <summary>Why some of them are left out, each reason once.</summary>
    public ImmutableArray<Diagnostic> LeftOut => Unfit.IsEmpty ? [] : Workspace.Catalog.LeftOut;

    public async ValueTask DisposeAsync()
    {
        await _notice.DisposeAsync();
        if (_workspace is not null)
        {
            await _workspace.DisposeAsync();
        }
    }

    private static WorkspaceSettings Adjusted(ParseResult arguments) =>
        arguments.CommandResult.Command is ProcessCommand command
            ? command.Adjust(Settings(arguments))
            : Settings(arguments);

    private static WorkspaceSettings Settings(ParseResult arguments) => new()
    {
        Root = arguments.GetValue<string?>("--root"),
        RunTask = arguments.GetValue<string?>("--run-task"),
        Scheme = SchemeOption.Read(arguments),
        Home = arguments.GetValue<string?>("--home"),
        Backend = arguments.GetValue<string?>("--backend"),
        AllowsOlder = arguments.GetValue<bool>("--allow-older"),
        Policy = arguments.GetValue<string?>("--policy"),
        Engine = EngineOption.Read(arguments),
        Rehash = arguments.GetValue<bool>("--rehash"),
        Push = new PushOptions
        {
            Level = arguments.GetValue<string?>("--level"),
            Project = arguments.GetValue<string?>("--project"),
            PushDate = arguments.GetValue<string?>("--pushdate"),
            Revision = arguments.GetValue<string?>("--revision"),
            PullRequest = arguments.GetValue<string?>("--pull-request"),
            RepositoryType = arguments.GetValue<string?>("--repository-type"),
        },
        RegistryAuthFile = RegistryAuthFileOption.Read(arguments),
        Version = ProductVersion.Text,
        OpenStandardInput = Console.OpenStandardInput,
    };
}
