using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Model.Engines;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway run</c></summary>
internal sealed class RunCommand : ProcessCommand
{
    private readonly Argument<string> _image = ImageArguments.One("The image");

    private readonly Argument<string[]> _command = new("CMD")
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

    public RunCommand()
        : base("run", "Run a command in an image, building it when it is missing")
    {
        Arguments.Add(_image);
        Arguments.Add(_command);
        foreach (Option option in new Option[] { _environment, _volumes, _ports, _workdir, _user, _noInit })
        {
            Options.Add(option);
        }

        _build.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway run app", "the image's own command"),
        new("slipway run app -- sh -c 'ls /'", "another command"),
        new("slipway run app --volume \"$PWD:/src\" -w /src -- make", "with this folder mounted"),
    ];

    /// <summary>
    /// The exit code of the container, whatever it is; one of Slipway's own when it could not be run.
    /// </summary>
    protected override async Task<int> ExecuteAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var command = ContainerWords.Read(invocation.Arguments, _command, _volumes.Name);
        var workspace = invocation.Workspace;
        var image = workspace.Require(invocation.Arguments.GetRequiredValue(_image));
        var prepared = await workspace.PlanAsync([image], force: false, cancellationToken);
        var outcomes = await workspace.BuildAsync(prepared, _build.Read(invocation.Arguments), cancellationToken);
        var outcome = outcomes.Single(candidate => candidate.Planned.Name == image.Name);
        if (outcome.Image is null)
        {
            DiagnosticRenderer.WriteAll(invocation.Terminal, outcomes.SelectMany(failed => failed.Diagnostics));
            return (int)OutcomeRenderer.ExitCodeOf(outcomes);
        }

        return await workspace.RunAsync(outcome, EngineOptions(invocation.Arguments), command, cancellationToken);
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
