using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Planning;
using Slipway.Application.Vouching;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;

namespace Slipway.Application.Building;

/// <summary>Sees to it that a plan uses nothing for which nobody vouches whom the policy trusts.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="prepared">The plan.</param>
/// <param name="options">How it is carried out.</param>
internal sealed class PlanVouching(WorkspaceParts parts, PreparedPlan prepared, BuildOptions options) : IBuildVouching
{
    private const int MostNames = 10;

    // Commands that look at an image find none.
    private const string NotKept =
        "The image was not kept. Sign with a key that the policy lists, and that may speak for the image, its builder "
        + "and its level; or have put right what the rule names. Then build it again. 'slipway trust verify --explain' "
        + "and the number of the rule say more.";

    private readonly ImmutableDictionary<ImageName, ExpectedBuild> _tree =
        UsedImage.TreeOf(parts.Catalog, prepared.Inputs);

    /// <summary>Asks about everything that the plan reuses, before any of it is used and anything is built.</summary>
    /// <returns>The plan without what it can do without, and which is refused.</returns>
    /// <exception cref="SlipwayException">Something is refused, or would be once it was built.</exception>
    public async Task<BuildPlan> AdmitAsync(CancellationToken cancellationToken)
    {
        var plan = prepared.Plan;
        ImmutableArray<PlannedImage> reused = [.. plan.Images.Where(image => !image.MustBuild)];
        var own = await OwnReusedAsync(reused, cancellationToken);
        var enforcement = await parts.Guards.Statements.EnforcementAsync(cancellationToken);
        if (enforcement is Enforcement.Off)
        {
            return plan;
        }

        await parts.Guards.Chains.AdmitAllAsync(
            reused.Where(IsOfTask).Select(image => TaskId.Of(image.Found!.Entry.Build)!.Value), cancellationToken);
        foreach (var (record, image) in own)
        {
            await options.Signer!.SignAsync(record, image, cancellationToken);
        }

        await parts.Guards.Statements.AdmitAsync(
            [.. reused.Select(image => Used(image, image.Found!)).OfType<UsedImage>()], cancellationToken);
        if (enforcement is Enforcement.Require && options.Signer is null)
        {
            await RequireNoneUnsignedAsync(plan, cancellationToken);
            WarnOfUnsigned([.. plan.ToBuild.Where(image => !image.IsPackage)]);
        }

        var beneath = ImmutableArray.CreateBuilder<PlannedImage>();
        foreach (var image in plan.Beneath)
        {
            if (Used(image, image.Found!) is not { } used
                || await parts.Guards.Statements.AllowsAsync(used, cancellationToken))
            {
                beneath.Add(image);
            }
        }

        return plan with { Beneath = beneath.ToImmutable() };
    }

    public async Task AdmitAsync(PlannedImage planned, FoundImage found, CancellationToken cancellationToken)
    {
        if (Used(planned, found) is { } used)
        {
            await parts.Guards.Statements.AdmitAsync([used], cancellationToken);
        }
    }

    public async Task SignAsync(
        PlannedImage planned, BuildRecord record, StoredImage image, CancellationToken cancellationToken)
    {
        if (options.Signer is not { } signer
            || await parts.Guards.Statements.EnforcementAsync(cancellationToken) is Enforcement.Off)
        {
            return;
        }

        await signer.SignAsync(record, image, cancellationToken);
        try
        {
            await parts.Guards.Statements.AdmitAsync(
                [new UsedImage(new BuiltImage(record.Id, image.ImageHash)) { Name = planned.Name, Tree = _tree }],
                cancellationToken);
        }
        catch (SlipwayException refused) when (refused.Diagnostics.All(IsRefusal))
        {
            throw new SlipwayException([.. refused.Diagnostics.Select(one => one with { Remedy = NotKept })]);
        }
    }

    private void WarnOfUnsigned(ImmutableArray<PlannedImage> built)
    {
        if (built.IsEmpty)
        {
            return;
        }

        string names = NameList.Of([.. built.Select(image => image.Name.Value)], MostNames);
        string at = parts.Policies.Options(parts.Push.Level);
        parts.Warn([new Diagnostic(
            TrustCodes.BuiltUnsigned,
            $"The policy requires statements at level {parts.Push.Level}, and nobody signs what is built now: no "
                + $"command uses {names} there until somebody does",
            $"Build with --sign, or sign it on this machine: 'slipway trust attest {built[0].Name}{at}'.",
            Severity: Severity.Warning)]);
    }

    private static bool IsRefusal(Diagnostic problem) =>
        problem.Code == TrustCodes.NotVouchedFor || problem.Code == TrustCodes.ImageNotAllowed;

    // Who signs what is there after the build signs what was built here before, too: so it is asked for first, before
    // anything is built on what nobody can tell the maker of.
    private async Task<List<(BuildRecord Record, StoredImage Image)>> OwnReusedAsync(
        ImmutableArray<PlannedImage> reused, CancellationToken cancellationToken)
    {
        var own = new List<(BuildRecord Record, StoredImage Image)>();
        if (options.Signer is not { } signer || parts.Store.IsReadOnly)
        {
            return own;
        }

        foreach (var found in reused.Select(image => image.Found!))
        {
            if (await parts.Store.Builds.FindAsync(found.Entry.Build, cancellationToken) is
                { Result: BuildResult.Succeeded, ImageHash: { } hash, Parents: not null } record
                && parts.Push.Scope.Trusts(record.Scope)
                && await parts.Store.Images.FindAsync(hash, cancellationToken) is { } image)
            {
                own.Add((record, image));
            }
        }

        await signer.RequireAsync(own, cancellationToken);
        return own;
    }

    /// <summary>What is used in this run and not signed would be refused after it was built.</summary>
    private async Task RequireNoneUnsignedAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var built = plan.ToBuild.ToDictionary(image => image.Name);
        ImageName[] used = options.UsesImages
            ? [.. built.Keys]
            : [.. plan.ToBuild.SelectMany(image => image.Parents).Where(built.ContainsKey).Distinct()];
        if (used.Length == 0)
        {
            return;
        }

        string names = NameList.Of([.. used.Order().Select(name => name.Value)], MostNames);
        throw new SlipwayException(new Diagnostic(
            TrustCodes.BuildUnsigned,
            $"{names} would be built and then used, and nobody would have signed what was built from what, as "
                + $"'trust: require' of {plan.Push.Scope} asks for (policy: "
                + $"{await parts.Guards.Statements.PlaceAsync(cancellationToken)})",
            "Build and sign first, with a key that the policy lists: "
                + $"'slipway build {used.Order().First()} --sign{ScopeText.Option(plan.Push.Scope.Level)}'."));
    }

    private UsedImage? Used(PlannedImage planned, FoundImage found) =>
        found.Entry.ImageHash is null || IsOfTask(found)
            ? null
            : new UsedImage(found.Entry.Image) { Name = planned.Name, Tree = _tree };

    private bool IsOfTask(PlannedImage image) => IsOfTask(image.Found!);

    private bool IsOfTask(FoundImage found) =>
        parts.BackendKind == BackendKind.Taskcluster && TaskId.Of(found.Entry.Build) is not null;
}
