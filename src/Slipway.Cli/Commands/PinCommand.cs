using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Json;
using Slipway.Cli.Options;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Review.Pinning;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway pin</c></summary>
internal sealed class PinCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.Many(
        "The images whose Dockerfiles are looked at (default: all)");

    private readonly Option<bool> _update = new("--update")
    {
        Description = "Move pins forward to what their tags mean now, too",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Only say which pins are missing or stale; exit code 4 when there are such",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Only say what would be written",
    };

    public PinCommand()
        : base("pin", "Pin images from elsewhere to their digests")
    {
        Arguments.Add(_images);
        Options.Add(_update);
        Options.Add(_check);
        Options.Add(_plan);
        Options.Add(RegistryAuthFileOption.Create());
        Validators.Add(result =>
        {
            if (result.GetValue(_check) && (result.GetValue(_update) || result.GetValue(_plan)))
            {
                result.AddError("--check writes nothing, so it goes with neither --update nor --plan");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway pin", "write a digest behind every image:tag that has none"),
        new("slipway pin --update", "and move the pins that are there forward"),
        new("slipway pin --update --plan", "what that would change"),
        new("slipway pin --check", "for CI: fail when a pin is missing or stale"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        bool check = invocation.Arguments.GetValue(_check);
        bool write = !check && !invocation.Arguments.GetValue(_plan);
        var scope = check || invocation.Arguments.GetValue(_update) ? PinScope.All : PinScope.Missing;
        var (plan, isSound) = await invocation.Workspace.PinAsync(
            invocation.Arguments.GetValue(_images) ?? [], scope, write, cancellationToken);
        var console = invocation.Terminal.OutputConsole;
        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, PinRenderer.ToDocument(plan, write));
        }
        else if (check)
        {
            PinRenderer.WriteCheck(plan, console);
        }
        else
        {
            PinRenderer.WriteChanges(plan, write, console);
        }

        return check && !isSound ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
