using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Planning;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Finds the builds of an image, each with why it was run.</summary>
internal sealed class RebuildFinder(WorkspaceParts parts)
{
    /// <param name="imageName">The image, which may be gone from the tree.</param>
    /// <param name="limit">The most builds to list.</param>
    /// <returns>The newest first; at least one.</returns>
    /// <exception cref="SlipwayException">It was never built here.</exception>
    public async Task<IReadOnlyList<Rebuild>> ListAsync(
        string imageName, int limit, CancellationToken cancellationToken)
    {
        // What is gone from the tree has a history too, and so has what is in a tree with errors.
        var catalog = parts.Reading.Catalog;
        imageName = parts.NameOf(imageName);
        var name = ImageName.TryParse(imageName, out var parsed) ? parsed : catalog.Require(imageName).Name;
        name = await BuiltName.OfAsync(parts, name, cancellationToken);
        var comparer = new InputsComparer(
            new ManifestSource(
                parts.Store.Images, parts.Store.Builds, parts.Config.Dialect, parts.SharedInputs),
            image => catalog.Find(image) is { } definition
                ? new FileOriginFinder(definition, null, catalog.Config.RunTask)
                : null);
        var here = await new BuildHistory(parts.Builds, comparer).ListAsync(name, limit, cancellationToken);
        var tasks = parts.BackendKind == BackendKind.Taskcluster
            ? await OfTasksAsync(name, limit, cancellationToken)
            : [];
        IReadOnlyList<Rebuild> rebuilds =
            [.. here.Concat(tasks).OrderByDescending(rebuild => rebuild.Record.Finished).Take(limit)];
        return rebuilds.Count > 0 ? rebuilds : throw NeverBuilt(catalog.Require(imageName).Name);
    }

    /// <summary>The builds that tasks were, each against the one before that its level trusts.</summary>
    private async Task<IEnumerable<Rebuild>> OfTasksAsync(
        ImageName image, int limit, CancellationToken cancellationToken)
    {
        var services = parts.Taskcluster;
        // One more than is listed, so that the last one can be compared too.
        var builds = await new IndexedBuilds(services.Index, services.Queue, parts.Config)
            .ListAsync(image, limit + 1, cancellationToken);
        return builds.Take(limit).Select((build, at) =>
        {
            var previous = builds.Skip(at + 1).FirstOrDefault(earlier => build.Scope.Trusts(earlier.Scope));
            return new Rebuild(build.ToRecord(), previous?.ToRecord(), null)
            {
                Told = previous is null ? "the first that the index has"
                    : previous.Digest == build.Digest ? "built again with the same inputs"
                    : TaskDifferences.InShort(previous, build),
            };
        });
    }

    private SlipwayException NeverBuilt(ImageName image) => new(new Diagnostic(
        ExplainCodes.NothingToCompare,
        parts.SharedPlace is { } place
            ? $"Neither this store nor {place} has a build of {image}"
            : $"{image} was never built here",
        $"Run `slipway build {image}`; `slipway plan` says what it would do."));
}

/// <summary>A build of an image, and what it differs in from the one before.</summary>
/// <param name="Record">The build.</param>
/// <param name="Previous">The build that a push of its scope would have used before; null for the first.</param>
/// <param name="Explanation">What changed between the two; null for the first, and when nothing did.</param>
public sealed record Rebuild(BuildRecord Record, BuildRecord? Previous, Explanation? Explanation)
{
    /// <summary>What the definitions of the two tasks tell, in words; null for builds of the store.</summary>
    public string? Told { get; init; }

    /// <summary>
    /// The images from elsewhere that were other ones than in the build before, which no digest tells.
    /// </summary>
    public ImmutableArray<ExternalChange> ExternalChanges =>
        Model.Builds.ExternalChanges.Between(Previous, Record.Externals);

    /// <summary>Bytes by which it is larger than the one before; null when one of the sizes is not known.</summary>
    public long? Growth => Record.Size - Previous?.Size;
}
