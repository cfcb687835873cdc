using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Publishing;
using Slipway.Application.Pushes;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Cli.Progress;
using Slipway.Cli.Rendering;
using Slipway.Core.Catalog;
using Slipway.Core.Diagnostics;
using Slipway.Core.Publishing;
using Slipway.Core.Registries;
using Slipway.Core.Storage;
using Slipway.Core.Values;
using Slipway.Git;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway push</c></summary>
internal sealed class PushCommand : SlipwayCommand
{
    private readonly Argument<string[]> _images = ImageArguments.AtLeastOne("The registry images to publish");
    private readonly Option<bool> _plan = new("--plan") { Description = "Print what would be done and do nothing" };
    private readonly CompressionOption _compression = new();
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Build the named images whatever the index has; a published version stays what it is all the same",
    };

    private readonly ApprovalOptionSet _approval = new();
    private readonly BuildOptionSet _build = new();

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
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway push base", "build base if need be, publish it, write HASH"),
        new("slipway push base tools --plan", "what that would do"),
        new("slipway push base --allow --why 'security update'", "and allow the image at protected levels"),
        new("slipway push base --registry-auth-file ci.json", "with other credentials than Docker's"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Select(invocation.Arguments.GetValue(_images) ?? []).Select(image => image.Name).ToHashSet();
        ImmutableArray<ImageDefinition> images =
            [.. invocation.Catalog.ParentsFirst.Where(image => wanted.Contains(image.Name))];
        var targets = PushTargets.Of(images);
        var approval = await _approval.ReadAsync(invocation.Arguments, () => WhoAsync(invocation, cancellationToken));
        bool force = invocation.Arguments.GetValue(_force);
        if (invocation.Arguments.GetValue(_plan))
        {
            var (plan, builds) = await PlanAsync(invocation, images, targets, force, cancellationToken);
            PushRenderer.WritePlan(invocation.Terminal, plan, builds, invocation.Json);
            return plan.Images.Any(image => image.Action == PushAction.Refuse) ? ExitCode.CheckFailed : ExitCode.Done;
        }

        using var alone = await PushLocks.AcquireAsync(
            invocation.Backend.Locks, targets.Values, invocation.Terminal.ErrorLine, cancellationToken);
        return await PushAsync(invocation, images, targets, force, approval, cancellationToken);
    }

    private async Task<ExitCode> PushAsync(
        Invocation invocation,
        ImmutableArray<ImageDefinition> images,
        ImmutableDictionary<ImageName, ImageReference> targets,
        bool force,
        PushApproval? approval,
        CancellationToken cancellationToken)
    {
        var (plan, _) = await PlanAsync(invocation, images, targets, force, cancellationToken);
        plan.ThrowIfRefused();
        var (stored, failure) = await BuildAsync(invocation, plan, force, cancellationToken);
        if (failure is { } exit)
        {
            return exit;
        }

        var settings = new PushSettings
        {
            Format = _compression.Read(invocation.Arguments),
            Platform = invocation.Catalog.Config.Platform,
            Related = RelatedImages.Of(invocation.Catalog, plan),
        };
        ImmutableArray<PushedImage> pushed;
        await using (var progress = PushProgress.Start(invocation.Terminal))
        {
            pushed = await new PushExecutor(invocation.Registry, invocation.Store.Images, invocation.Clock)
                .ExecuteAsync(plan, stored, settings, progress.Report, cancellationToken);
        }

        invocation.Warn(plan.Images.Select(image => image.Remark).OfType<Diagnostic>());
        var written = await PushRecords.WriteAsync(
            invocation.Tree,
            invocation.Catalog,
            pushed,
            approval,
            DateOnly.FromDateTime(invocation.Clock.GetUtcNow().UtcDateTime));
        PushRenderer.WriteResult(invocation.Terminal, pushed, written, invocation.Json);
        return ExitCode.Done;
    }

    /// <summary>Who runs the command, as commits name people.</summary>
    private static async Task<string> WhoAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var git = await GitRepository.FindAsync(invocation.Tree.RootPath, cancellationToken);
        return git is not null && await git.CommitterAsync(cancellationToken) is { } address
            ? address
            : Environment.UserName;
    }

    /// <summary>What a push would do, and which images it would build.</summary>
    private static async Task<(PushPlan Plan, IReadOnlySet<ImageName> Builds)> PlanAsync(
        Invocation invocation,
        ImmutableArray<ImageDefinition> images,
        ImmutableDictionary<ImageName, ImageReference> targets,
        bool force,
        CancellationToken cancellationToken)
    {
        var (plan, inputs) = await invocation.PlanAsync(images, force, cancellationToken);
        var planned = plan.Images.ToDictionary(image => image.Name);
        var reader = new PublishedImageReader(invocation.Registry);
        var candidates = await Task.WhenAll(images.Select(async image => new PushCandidate(
            image.Name,
            targets[image.Name],
            inputs[image.Name].PublicationDigest,
            planned[image.Name] is { MustBuild: false, Found.Entry.ImageHash: var found } ? found : null,
            await reader.FindAsync(targets[image.Name], plan.Platform, cancellationToken))));
        return (
            PushPlanner.Plan(candidates, invocation.Catalog, exact: force),
            plan.ToBuild.Select(image => image.Name).ToHashSet());
    }

    /// <summary>Builds what is to be pushed and is not stored.</summary>
    /// <returns>The stored image of each; or how the command ends, because a build failed.</returns>
    private async Task<(Dictionary<ImageName, StoredImage> Stored, ExitCode? Failure)> BuildAsync(
        Invocation invocation, PushPlan plan, bool force, CancellationToken cancellationToken)
    {
        ImmutableArray<ImageDefinition> images =
            [.. plan.ToPush.Select(image => invocation.Catalog[image.Candidate.Name])];
        var stored = new Dictionary<ImageName, StoredImage>();
        if (images.IsEmpty)
        {
            return (stored, null);
        }

        var (buildPlan, inputs) = await invocation.PlanAsync(images, force, cancellationToken);
        var outcomes = await BuildCommand.ExecuteAsync(
            invocation, buildPlan, inputs, _build.Read(invocation.Arguments), cancellationToken);
        BuildCommand.ReportFailures(invocation, outcomes);
        if (OutcomeRenderer.ExitCodeOf(outcomes) is not ExitCode.Done and var exit)
        {
            return (stored, exit);
        }

        var made = outcomes.ToDictionary(outcome => outcome.Planned.Name, outcome => outcome.Image!);
        foreach (var image in images)
        {
            stored[image.Name] = await invocation.StoredAsync(made[image.Name], image.Name, cancellationToken);
        }

        return (stored, null);
    }
}
