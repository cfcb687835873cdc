using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Builds;
using Slipway.Application.Publishing;
using Slipway.Application.Pushes;
using Slipway.Application.Statements;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Rendering;
using Slipway.Model.Diagnostics;
using Slipway.Review.Publishing;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway push</c></summary>
internal sealed class PushCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.AtLeastOne("The registry images to publish");
    private readonly Option<bool> _plan = new("--plan") { Description = "Print what would be done and do nothing" };
    private readonly CompressionOption _compression = new();
    private readonly Option<bool> _force = new("--force")
    {
        Description =
            "Build the named images whatever the index has; a published version stays what it is all the same",
    };

    private readonly ApprovalOptionSet _approval = new();
    private readonly BuildOptionSet _build = new();
    private readonly SigningOptionSet _signing = new();

    public PushCommand()
        : base("push", "Publish registry images and write down their repo digests in HASH")
    {
        Arguments.Add(_images);
        Options.Add(_plan);
        Options.Add(_force);
        Options.Add(_compression);
        _approval.AddTo(this);
        Options.Add(RegistryAuthFileOption.Create());
        _build.AddTo(this);
        _signing.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway push base", "build base if need be, publish it, write HASH"),
        new("slipway push base tools --plan", "what that would do"),
        new("slipway push base --allow --why 'security update'", "and allow the image at protected levels"),
        new("slipway push base --registry-auth-file ci.json", "with other credentials than Docker's"),
        new("slipway push base --sign", "and lay a signed statement beside it"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = invocation.Workspace;
        var push = workspace.PushOf(invocation.Arguments.GetValue(_images) ?? []);
        var approval = await _approval.ReadAsync(invocation.Arguments, () => workspace.WhoAsync(cancellationToken));
        bool force = invocation.Arguments.GetValue(_force);
        if (invocation.Arguments.GetValue(_plan))
        {
            var (plan, builds) = await push.PlanAsync(force, cancellationToken);
            PushRenderer.WritePlan(invocation.Terminal, plan, builds, invocation.Json);
            return plan.Images.Any(image => image.Action == PushAction.Refuse) ? ExitCode.CheckFailed : ExitCode.Done;
        }

        // Before anything is built or published: a key that is not there must not be found out after that.
        var signer = _signing.ReadIfWanted(invocation.Arguments) is { } wanted
            ? await workspace.SignerAsync(wanted, cancellationToken)
            : null;
        using var alone = await push.LockAsync(cancellationToken);
        return await PushAsync(invocation, push, force, approval, signer, cancellationToken);
    }

    private async Task<ExitCode> PushAsync(
        Invocation invocation,
        TreePush push,
        bool force,
        PushApproval? approval,
        BuildSigner? signer,
        CancellationToken cancellationToken)
    {
        var (plan, _) = await push.PlanAsync(force, cancellationToken);
        plan.ThrowIfRefused();
        // Before anything is published, and long before anything is written down.
        var signed = await push.AdmitKeptAsync(plan, signer, cancellationToken);
        ImmutableArray<ImageOutcome> outcomes = [];
        if (await push.PlanBuildsAsync(plan, force, cancellationToken) is { } builds)
        {
            outcomes = await invocation.Workspace.BuildAsync(
                builds,
                _build.Read(invocation.Arguments) with { Signer = signer, UsesImages = true },
                cancellationToken);
            BuildCommand.ReportFailures(invocation, outcomes);
            if (OutcomeRenderer.ExitCodeOf(outcomes) is not ExitCode.Done and var exit)
            {
                return exit;
            }
        }

        var stored = await push.StoredAsync(plan, outcomes, cancellationToken);
        var format = _compression.Read(invocation.Arguments);
        ImmutableArray<PushedImage> pushed;
        await using (var progress = PushProgress.Start(invocation.Terminal))
        {
            pushed = await push.PublishAsync(plan, stored, format, progress.Report, cancellationToken);
        }

        // Nothing that was to be signed is pinned before it is: a push that failed here goes on with the next one.
        if (signer is not null)
        {
            signed = signed.And(await signer.SignAsync(
                pushed, stored.ToDictionary(image => image.Key, image => image.Value.Stored), cancellationToken));
        }

        var written = await push.RecordAsync(plan, pushed, approval);
        PushRenderer.WriteResult(invocation.Terminal, pushed, written, invocation.Json);
        if (signer is not null)
        {
            SignedRenderer.Write(signed, invocation.Terminal);
        }

        return ExitCode.Done;
    }
}
