using System.Runtime.InteropServices;
using Slipway.Application.Planning;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Trees;
using Slipway.Engines;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Diagnosis;

/// <summary>Looks at everything that a build needs. Whatever is wrong becomes a finding; nothing throws.</summary>
internal sealed class Doctor(WorkspaceParts parts)
{
    // A store on a disk with less room than this will not take many more images.
    private const long LittleRoom = 2_000_000_000;

    public async Task<IReadOnlyList<Check>> ExamineAsync(CancellationToken cancellationToken)
    {
        var checks = new List<Check> { Version() };
        checks.AddRange(await EnginesAsync(cancellationToken));
        checks.Add(await StoreAsync(cancellationToken));
        checks.Add(Disk());
        checks.Add(Git());
        checks.Add(await TreeAsync(cancellationToken));
        if (Uses(BackendKind.Taskcluster))
        {
            checks.AddRange(await new TaskclusterDoctor(parts).ExamineAsync(cancellationToken));
        }

        if (Uses(BackendKind.Registry))
        {
            checks.AddRange(await new RegistryDoctor(parts).ExamineAsync(cancellationToken));
        }

        return checks;
    }

    private Check Version() => new(
        "slipway",
        CheckState.Good,
        $"{parts.Version}, {RuntimeInformation.RuntimeIdentifier}, "
        + $"{(RuntimeFeatureIsNative ? "native" : "managed")}, {Environment.ProcessorCount} processors");

    private static bool RuntimeFeatureIsNative =>
        !System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported;

    private async Task<IEnumerable<Check>> EnginesAsync(CancellationToken cancellationToken)
    {
        var probes = await parts.Engines.ProbeAsync(cancellationToken);
        bool any = probes.Any(probe => probe.Reachable);
        var checks = probes.Select(probe => Describe(probe, any)).ToList();
        if (!any)
        {
            checks.Add(new Check(
                "engine",
                CheckState.Bad,
                "none answers, so nothing can be built or loaded",
                "Install Docker (`apt-get install docker.io`), Podman or Buildah, or start the one that is there."));
        }

        return checks;
    }

    private static Check Describe(EngineProbe probe, bool another)
    {
        string name = $"engine {probe.Kind.ToString().ToLowerInvariant()}";
        if (!probe.Reachable)
        {
            return new Check(
                name,
                another ? CheckState.Absent : CheckState.Doubtful,
                probe.Problem ?? $"{probe.Origin}: does not answer",
                another ? null : probe.Remedy);
        }

        string detail = string.Join(", ", new[]
        {
            probe.ServerVersion is { } server ? $"version {server}" : null,
            probe.Endpoint is { } endpoint ? $"at {endpoint}" : null,
            probe.Client is { } client ? $"builds with {client} {probe.ClientVersion} ({probe.Builder})" : null,
            probe.StorageDriver is { } driver ? $"storage {driver}" : null,
            probe.Root is { } root ? $"in {root}" : null,
        }.OfType<string>());
        return probe.Builder == "classic"
            ? new Check(
                name,
                CheckState.Doubtful,
                detail,
                "Install the buildx plugin for BuildKit: without it images cannot use build secrets.")
            : new Check(name, CheckState.Good, detail);
    }

    private async Task<Check> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            string home = parts.StoreOptions.Home;
            var summary = await parts.Store.Maintenance.SummariseAsync(cancellationToken);
            string content = $"{home}: {summary.Images} images, {summary.Entries} index entries, "
                + $"{summary.Blobs} blobs, {Units.Bytes(summary.Bytes)}";
            return parts.Store.IsReadOnly
                ? new Check(
                    "store",
                    CheckState.Doubtful,
                    $"{content}, read-only",
                    "Builds cannot be kept: make the folder writable or set SLIPWAY_HOME.")
                : new Check("store", CheckState.Good, content);
        }
        catch (SlipwayException problem)
        {
            return Bad("store", problem);
        }
    }

    private Check Disk()
    {
        if (!parts.HasStore)
        {
            return new Check("disk", CheckState.Absent, "nothing says where the store is");
        }

        string folder = parts.StoreOptions.Home;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        long room;
        try
        {
            room = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return new Check(
                "disk",
                CheckState.Doubtful,
                $"how much is free at {folder} cannot be found out: {problem.Message}",
                "Check that the folder can be reached.");
        }

        string detail = $"{Units.Bytes(room)} free at {folder}";
        return room < LittleRoom
            ? new Check("disk", CheckState.Doubtful, detail, "Run `slipway gc` or make room.")
            : new Check("disk", CheckState.Good, detail);
    }

    private static Check Git()
    {
        string? git = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Select(folder => Path.Join(folder, "git"))
            .FirstOrDefault(File.Exists);
        return git is null
            ? new Check("git", CheckState.Absent, "not on PATH; only needed to compare revisions")
            : new Check("git", CheckState.Good, git);
    }

    private async Task<Check> TreeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new PlanMaker(parts).DigestsAsync(parts.Catalog.ParentsFirst, cancellationToken);
            var catalog = parts.Catalog;
            if (!catalog.Unfit.IsEmpty)
            {
                return Unfit(catalog);
            }

            return catalog.ParentsFirst.IsEmpty
                ? new Check("tree", CheckState.Doubtful, $"{parts.Tree.RootPath}: no images in {catalog.Config.Folder}")
                : new Check(
                    "tree",
                    CheckState.Good,
                    $"{parts.Tree.RootPath}: {catalog.ParentsFirst.Length} images in {catalog.Config.Folder}"
                    + (parts.Tree is MountedTree mounted ? $", run-task from {mounted.Origin}" : string.Empty));
        }
        catch (SlipwayException problem)
        {
            return Bad("tree", problem);
        }
    }

    private Check Unfit(ImageCatalog catalog)
    {
        int broken = catalog.Unfit.Count(image => !image.IsLeftOut);
        string names = string.Join(", ", catalog.Unfit.Take(5).Select(image => image.Name));
        var first = catalog.Unfit[0].Diagnostics[0];
        return new Check(
            "tree",
            broken > 0 ? CheckState.Bad : CheckState.Doubtful,
            $"{parts.Tree.RootPath}: {catalog.ParentsFirst.Length} images in {catalog.Config.Folder}, {broken} broken, "
            + $"{catalog.Unfit.Length - broken} left out: {names}{(catalog.Unfit.Length > 5 ? " …" : string.Empty)}; "
            + $"{first.Code}: {first.Message}",
            first.Remedy);
    }

    private bool Uses(BackendKind backend)
    {
        try
        {
            return parts.BackendKind == backend;
        }
        catch (SlipwayException)
        {
            // A tree that cannot be read does not say its backend, and is told about as the tree.
            return false;
        }
    }

    internal static Check Bad(string name, SlipwayException problem)
    {
        var first = problem.Diagnostics[0];
        string more = problem.Diagnostics.Length > 1 ? $" (and {problem.Diagnostics.Length - 1} more)" : string.Empty;
        string place = first.Location is { } location ? $" at {location}" : string.Empty;
        return new Check(name, CheckState.Bad, $"{first.Code}: {first.Message}{place}{more}", first.Remedy);
    }
}
