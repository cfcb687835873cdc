using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Retention;

/// <summary>The policy of a tree, with what is in use by it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Used">What is in use.</param>
/// <param name="Images">The images of the tree, as it stands and as its branches and tags have it.</param>
internal sealed record PolicyInForce(RetentionPolicy Policy, UsedImages Used, ImmutableSortedSet<ImageName> Images)
{
    /// <returns>Null where no tree has a policy.</returns>
    /// <exception cref="SlipwayException">What is in use cannot be told.</exception>
    public static async Task<PolicyInForce?> ReadAsync(
        WorkspaceParts parts, ImmutableArray<string> inUse, CancellationToken cancellationToken)
    {
        if (parts.CatalogIfAny is not { } catalog)
        {
            return RequireNone(inUse);
        }

        // A file that is half understood would keep half of what it says.
        var problems = new DiagnosticBag();
        problems.AddRange(parts.Reading.Diagnostics.Where(problem => problem.Location?.File == ConfigReader.FileName));
        problems.ThrowIfErrors();
        if (parts.Config.Retention is not { } policy)
        {
            return RequireNone(inUse);
        }

        var used = new UsedImages();
        var uses = await new TreeUseFinder(parts).FindAsync(policy, cancellationToken);
        foreach (var use in uses)
        {
            foreach (var digest in use.Images.Values)
            {
                used.Add(digest.Sha256, use.User);
            }
        }

        await new ReferenceFiles(parts).ReadAsync(policy, inUse, used, cancellationToken);
        return new PolicyInForce(
            policy,
            used,
            [.. catalog.ParentsFirst.Select(image => image.Name).Concat(uses.SelectMany(use => use.Images.Keys))]);
    }

    private static PolicyInForce? RequireNone(ImmutableArray<string> inUse) =>
        inUse.IsEmpty
            ? null
            : throw new SlipwayException(new Diagnostic(
                RetentionCodes.ReferencesMissing,
                "A list of references in use says what a policy keeps, and there is none",
                $"Write 'retention:' into {ConfigReader.FileName}; without it only expiry counts."));
}
