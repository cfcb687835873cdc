using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Engines;

namespace Slipway.Cli.Commands;

/// <summary>A command that runs an image in the foreground, building it when it is missing.</summary>
internal abstract class ContainerCommand : ProcessCommand
{
    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly ForeignWords _command = new("CMD")
    {
        Description = "The command and its arguments, after -- (default: the image's own)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly BuildOptionSet _build = new();
    private readonly Option<string[]> _environment = Repeated("--env", "-e", "NAME[=VALUE]", "An environment variable");
    private readonly Option<string[]> _volumes = Repeated("--volume", null, "HOST:CONTAINER[:ro]", "A folder to mount");
    private readonly Option<string[]> _ports = Repeated("--publish", "-p", "HOST:CONTAINER", "A port to publish");
    private readonly Option<string?> _workdir = new("--workdir", "-w")
    {
        Description = "The working folder",
        HelpName = "DIR",
    };
    private readonly Option<bool> _noInit = new("--no-init")
    {
        Description = "Run the command as the container's first process, without one before it that hands signals on",
    };
    private readonly Option<string?> _user = new("--user", "-u") { Description = "The user", HelpName = "USER" };

    // Words that hands type; they say what is done anyway.
    private readonly Option<bool>[] _habits =
    [
        new("--rm") { Description = "The container is removed when it ends, with and without this", Hidden = true },
        new("--interactive", "-i") { Description = "Standard input is the container's anyway", Hidden = true },
        new("--tty", "-t") { Description = "A terminal is the container's anyway", Hidden = true },
    ];

    protected ContainerCommand(string name, string description)
        : base(name, description)
    {
        Arguments.Add(_image);
        Arguments.Add(_command);
        Option[] options = [_environment, _volumes, _ports, _workdir, _user, _noInit, .. _habits];
        foreach (var option in options)
        {
            Options.Add(option);
        }

        _build.AddTo(this);
    }

    /// <summary>What is run, and how, out of what the line says.</summary>
    /// <param name="invocation">The run of this command.</param>
    /// <param name="options">Options of the line, in Docker's words.</param>
    /// <param name="command">The words behind <c>--</c>; empty when there are none.</param>
    protected abstract (ImmutableArray<string> Options, ImmutableArray<string> Command) Complete(
        Invocation invocation, ImmutableArray<string> options, ImmutableArray<string> command);

    /// <summary>
    /// The exit code of the container, whatever it is; one of Slipway's own when it could not be run.
    /// </summary>
    protected override async Task<int> ExecuteAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var command = ContainerWords.Read(invocation.Arguments, _command, _volumes.Name);
        var workspace = invocation.Workspace;
        var image = workspace.Require(invocation.Arguments.GetRequiredValue(_image));
        var prepared = await workspace.PlanForEngineAsync([image], force: false, cancellationToken);
        var outcomes = await workspace.BuildAsync(
            prepared, _build.Read(invocation.Arguments) with { UsesImages = true }, cancellationToken);
        var outcome = outcomes.Single(candidate => candidate.Planned.Name == image.Name);
        if (outcome.Image is null)
        {
            DiagnosticRenderer.WriteAll(invocation.Terminal, outcomes.SelectMany(failed => failed.Diagnostics));
            return (int)OutcomeRenderer.ExitCodeOf(outcomes);
        }

        var (options, words) = Complete(invocation, EngineOptions(invocation.Arguments), command);
        return await workspace.RunAsync(outcome, options, words, cancellationToken);
    }

    private ImmutableArray<string> EngineOptions(ParseResult arguments)
    {
        var options = ImmutableArray.CreateBuilder<string>();
        foreach (var option in new[] { _environment, _volumes, _ports })
        {
            foreach (string value in arguments.GetValue(option) ?? [])
            {
                options.Add(option.Name);
                options.Add(option == _volumes ? Volume.Resolve(value) : value);
            }
        }

        foreach (var option in new[] { _workdir, _user })
        {
            if (arguments.GetValue(option) is { } value)
            {
                options.Add(option.Name);
                options.Add(value);
            }
        }

        if (arguments.GetValue(_noInit))
        {
            options.Add(RunOptions.NoInit);
        }

        return options.DrainToImmutable();
    }

    private static Option<string[]> Repeated(string name, string? alias, string helpName, string description) =>
        new(name, alias is null ? [] : [alias])
        {
            Description = $"{description}; may be repeated",
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
        };
}
