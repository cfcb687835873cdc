using System.CommandLine;
using Slipway.Application.Starting;
using Slipway.Application.Workspaces.Parts;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway new</c></summary>
internal sealed class NewCommand : SlipwayCommand
{
    private readonly Argument<string> _image = new("IMAGE") { Description = "The name of the image that is made" };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "What it is built on: an image of the tree, or one from elsewhere (default: debian:12)",
        HelpName = "PARENT",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Write nothing, and print what would be written",
    };

    public NewCommand()
        : base("new", "Make a folder with a Dockerfile for one more image")
    {
        _from.CompletionSources.Add(ImageArguments.Names);
        Arguments.Add(_image);
        Options.Add(_from);
        Options.Add(_plan);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway new tools", "an image on debian:12"),
        new("slipway new tests --from tools", "one on the image tools of this tree"),
        new("slipway new proxy --from nginx:1.29", "one on an image from elsewhere"),
        new("slipway new tools --plan", "what would be written"),
    ];

    public override WorkspaceSettings Adjust(WorkspaceSettings settings) => StartRoot.Adjust(settings);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var report = await invocation.Workspace.NewAsync(
            invocation.Arguments.GetValue(_image)!,
            invocation.Arguments.GetValue(_from),
            !invocation.Arguments.GetValue(_plan),
            cancellationToken);
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, NewRenderer.ToDocument(report));
        }
        else
        {
            NewRenderer.Write(report, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }
}
