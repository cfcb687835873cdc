using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Builds;
using Slipway.Application.Closing;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Engines.Loading;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>Carries out a plan: parents first, independent images at once, those with the longest chain behind
/// them first, failures contained.</summary>
public sealed class PlanExecutor(
    ISourceTree tree,
    ImageCatalog catalog,
    IReadOnlyDictionary<ImageName, ImageInputs> inputs,
    Backend backend,
    IImageEngine engine,
    TimeProvider clock)
{
    /// <summary>
    /// Builds what a plan says. A plan that builds nothing needs no engine, and no store that can be written.
    /// </summary>
    /// <returns>An outcome for every image of the plan, in its order; failures are among them.</returns>
    /// <exception cref="SlipwayException">Nothing was started: a secret is missing, or there is no engine.</exception>
    internal static async Task<ImmutableArray<ImageOutcome>> BuildAsync(
        WorkspaceParts parts, PreparedPlan prepared, BuildOptions options, CancellationToken cancellationToken)
    {
        SecretRules.Check(parts.Catalog, prepared.Plan, options.Secrets);
        options = await new SecretSources(parts).FindAsync(prepared.Plan, options, cancellationToken);
        var vouching = new PlanVouching(parts, prepared, options);
        var backend = parts.BackendOf(options.Signer);
        prepared = prepared with { Plan = await vouching.AdmitAsync(cancellationToken) };
        if (!parts.Store.IsReadOnly)
        {
            await new ReusePublisher(parts.Catalog, backend, parts.EngineAsync).PublishAsync(
                prepared.Plan, options.Index, warning => parts.Warn([warning]), cancellationToken);
            if (options.Index)
            {
                await new StoredSharer(backend).ShareAsync(
                    prepared.Plan, warning => parts.Warn([warning]), cancellationToken);
            }
        }

        if (!prepared.Plan.ToBuild.Any())
        {
            return [.. prepared.Plan.Images.Select(Reused)];
        }

        parts.Store.EnsureWritable();
        // What is gone by now shows when it is fetched, with what to do about it.
        await parts.Store.Maintenance.TakeIntoUseAsync(
            [
                .. prepared.Plan.Images
                    .Where(image => !image.MustBuild)
                    .Select(image => image.Found!.Entry.ImageHash)
                    .OfType<ImageHash>(),
            ],
            cancellationToken);
        var engine = await parts.EngineAsync(cancellationToken);
        var executor = new PlanExecutor(
            parts.Tree, parts.Catalog, prepared.Inputs, backend, engine, parts.Clock)
        {
            Vouching = vouching,
            // Only what is built has them recorded, and asking git takes longer than a plan with nothing to do.
            Sources = prepared.Plan.ToBuild.Any()
                ? await BuildSources.FindAsync(parts, cancellationToken)
                : BuildSources.Unknown,
        };
        await using var display = parts.Feedback.StartBuild(prepared.Plan);
        bool asksServices = parts.BackendKind == BackendKind.Taskcluster;
        return await executor.ExecuteAsync(
            prepared.Plan,
            asksServices ? options with { TaskclusterRootUrl = parts.Taskcluster.Address } : options,
            display.Report,
            cancellationToken);
    }

    /// <summary>Says what may be used, and has signed what is built.</summary>
    internal IBuildVouching Vouching { get; init; } = NoBuildVouching.Instance;

    /// <summary>Where the sources come from.</summary>
    internal BuildSources Sources { get; init; } = BuildSources.Unknown;

    /// <param name="plan">What to do.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Called for everything that happens, from several threads.</param>
    /// <param name="cancellationToken">Stops the builds;
    /// images that are not done are then reported as cancelled.</param>
    /// <returns>An outcome for every image of the plan, in its order.</returns>
    /// <exception cref="SlipwayException">A secret cannot be read, or the builder knows none;
    /// nothing was started.</exception>
    public async Task<ImmutableArray<ImageOutcome>> ExecuteAsync(
        BuildPlan plan, BuildOptions options, Action<BuildEvent> report, CancellationToken cancellationToken)
    {
        await engine.ReadSecretsAsync(
            [.. options.Secrets.Where(secret => SecretRules.IsUsed(catalog, plan, secret))], cancellationToken);
        var described = await engine.DescribeBuilderAsync(cancellationToken);
        await CheckTenantsAsync(plan, options, cancellationToken);
        await using var names = await RunNames.BeginAsync(engine, backend.Runs);
        var builder = new ImageBuilder(new PlanRun
        {
            Tree = tree,
            Catalog = catalog,
            Backend = backend,
            Engine = engine,
            Builder = described,
            Ports = new ClosingPorts(
                engine,
                described.Grammar,
                new EngineImages(engine, backend.Images),
                backend.Images,
                names.Names,
                backend.Secret,
                backend.Builds),
            Vouching = Vouching,
            Sources = Sources,
            Plan = plan,
            Options = options,
            Clock = clock,
            Report = report,
        });
        var chains = new BuildEstimator(plan, await PastDurations.OfAsync(plan, backend.Here, cancellationToken))
            .Chains();
        var turns = new BuildTurns(plan, chains);
        var running = new Dictionary<ImageName, Task<ImageOutcome>>();
        foreach (var planned in plan.Images)
        {
            Task<ImageOutcome>[] parents = [.. planned.Parents
                .Where(running.ContainsKey)
                .Select(parent => running[parent])];
            running[planned.Name] = planned.MustBuild
                ? RunAsync(builder, planned, parents, turns, report, cancellationToken)
                : Task.FromResult(Reused(planned));
        }

        turns.Add(options.Parallelism);
        return [.. await Task.WhenAll(plan.Images.Select(planned => running[planned.Name]))];
    }

    /// <summary>
    /// Steps that are isolated by chroot only see the machine's processes and network,
    /// and as root can change all of it.
    /// </summary>
    private async Task CheckTenantsAsync(BuildPlan plan, BuildOptions options, CancellationToken cancellationToken)
    {
        if (engine.Description.Name == EngineNames.Buildah
            && !options.IsSingleTenant
            && catalog.Config.Protects(plan.Push.Scope.Level)
            && await backend.Builds.HasUntrustedAsync(plan.Push.Scope, cancellationToken))
        {
            throw new SlipwayException(new Diagnostic(
                BuildCodes.StoreShared,
                $"Builds below {plan.Push.Scope.Text} were run with this store, and Buildah's chroot keeps their steps "
                + "apart from nothing on this machine",
                "Build at protected levels on a machine and with a store of their own, or with Docker; "
                + "--single-tenant says that all who build here trust each other."));
        }
    }

    private static ImageOutcome Reused(PlannedImage planned) => new()
    {
        Planned = planned,
        Kind = OutcomeKind.Reused,
        Build = planned.Found!.Entry.Build,
        ImageHash = planned.Found.Entry.ImageHash,
    };

    private async Task<ImageOutcome> RunAsync(
        ImageBuilder builder,
        PlannedImage planned,
        IReadOnlyCollection<Task<ImageOutcome>> parentTasks,
        BuildTurns turns,
        Action<BuildEvent> report,
        CancellationToken cancellationToken)
    {
        var parents = await Task.WhenAll(parentTasks);
        var outcome = parents.FirstOrDefault(parent => !parent.IsAvailable) is { } missing
            ? Unavailable(planned, missing)
            : planned.IsPackage ? Failed(planned, [PackageArguments.OnlyTasksBuild(planned.Name)])
            : await BuildAsync(builder, planned, parents, turns, cancellationToken);
        report(new BuildEvent.Finished(planned.Name, outcome));
        return outcome;
    }

    private static ImageOutcome Unavailable(PlannedImage planned, ImageOutcome parent) =>
        parent.Kind == OutcomeKind.Cancelled
            ? new ImageOutcome { Planned = planned, Kind = OutcomeKind.Cancelled }
            : new ImageOutcome
            {
                Planned = planned,
                Kind = OutcomeKind.Skipped,
                SkippedFor = parent.SkippedFor ?? parent.Planned.Name,
            };

    private static ImageOutcome Failed(PlannedImage planned, ImmutableArray<Diagnostic> diagnostics) => new()
    {
        Planned = planned,
        Kind = OutcomeKind.Failed,
        Diagnostics = diagnostics,
    };

    private async Task<ImageOutcome> BuildAsync(
        ImageBuilder builder,
        PlannedImage planned,
        ImageOutcome[] parents,
        BuildTurns turns,
        CancellationToken cancellationToken)
    {
        try
        {
            await turns.WaitAsync(planned.Name, cancellationToken);
            bool isAvailable = false;
            try
            {
                var outcome = await builder.BuildAsync(
                    new ImageJob(
                        planned,
                        catalog[planned.Name],
                        inputs[planned.Name],
                        parents.ToDictionary(parent => parent.Planned.Name, parent => parent.Image!)),
                    cancellationToken);
                isAvailable = outcome.IsAvailable;
                return outcome;
            }
            finally
            {
                turns.End(planned.Name, isAvailable);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new ImageOutcome { Planned = planned, Kind = OutcomeKind.Cancelled };
        }
        catch (SlipwayException failure)
        {
            return Failed(planned, failure.Diagnostics);
        }
        catch (Exception bug) when (bug is not (OutOfMemoryException or OperationCanceledException))
        {
            // One image's trouble, whatever it is, must not take the outcomes of the others with it.
            return Failed(planned, [new Diagnostic(
                BuildCodes.Unexpected,
                $"{planned.Name} failed with {bug.GetType().Name}: {bug.Message}",
                "This is a defect of Slipway: report it with what `slipway doctor` prints.")]);
        }
    }
}
