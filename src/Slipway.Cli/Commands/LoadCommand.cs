using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway load</c></summary>
internal sealed class LoadCommand : SlipwayCommand
{
    private readonly LoadRequestOptionSet _request = new();

    public LoadCommand()
        : base("load", "Make an indexed image available in the engine, building nothing")
    {
        _request.AddTo(this);
        Options.Add(EngineOption.Create());
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway load app", "the image of this tree, found by its digest"),
        new("slipway load app --tag app:review", "under a tag of your own"),
        new("slipway load --namespace PREFIX.cache.level-3.docker.v2.app.latest", "what was pushed last"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = _request.Read(invocation.Arguments);
        await LoadedRenderer.WriteAsync(
            invocation, await invocation.Workspace.LoadAsync(request, cancellationToken));
        return ExitCode.Done;
    }
}
