using System.Runtime.InteropServices;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Diagnostics;
using Slipway.Engines;

namespace Slipway.Cli.Diagnosis;

/// <summary>Looks at everything that a build needs. Whatever is wrong becomes a finding; nothing throws.</summary>
internal sealed class Doctor(Invocation invocation)
{
    // A store on a disk with less room than this will not take many more images.
    private const long LittleRoom = 2_000_000_000;

    public async Task<IReadOnlyList<Check>> ExamineAsync(CancellationToken cancellationToken)
    {
        var checks = new List<Check> { Version() };
        checks.AddRange(await EnginesAsync(cancellationToken));
        checks.AddRange(Store());
        checks.Add(Git());
        checks.Add(Tree());
        return checks;
    }

    private static Check Version() => new(
        "slipway",
        CheckState.Good,
        $"{ProductVersion.Text}, {RuntimeInformation.RuntimeIdentifier}, "
        + $"{(RuntimeFeatureIsNative ? "native" : "managed")}, {Environment.ProcessorCount} processors");

    private static bool RuntimeFeatureIsNative =>
        !System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported;

    private async Task<IEnumerable<Check>> EnginesAsync(CancellationToken cancellationToken)
    {
        string? choice;
        try
        {
            choice = invocation.EngineChoice;
        }
        catch (SlipwayException)
        {
            // The tree has a finding of its own.
            choice = CommandLine.EngineOption.Read(invocation.Arguments);
        }

        var probes = await new EngineLocator(choice).ProbeAsync(cancellationToken);
        bool any = probes.Any(probe => probe.Reachable);
        var checks = probes.Select(probe => Describe(probe, any)).ToList();
        if (!any)
        {
            checks.Add(new Check(
                "engine",
                CheckState.Bad,
                "none answers, so nothing can be built or loaded",
                "Install Docker (`apt-get install docker.io`) or Podman, or start the one that is there."));
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
                $"{probe.Origin}: {probe.Problem}",
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

    private IEnumerable<Check> Store()
    {
        string home = invocation.StoreOptions.Home;
        Check store;
        try
        {
            var summary = invocation.Store.Summarise();
            store = new Check(
                "store",
                summary.IsWritable ? CheckState.Good : CheckState.Doubtful,
                $"{home}: {summary.Images} images, {summary.Blobs} blobs, {Units.Bytes(summary.Bytes)}"
                + (summary.IsWritable ? string.Empty : ", read-only"),
                summary.IsWritable ? null : "Builds cannot be kept: make the folder writable or set SLIPWAY_HOME.");
        }
        catch (SlipwayException problem)
        {
            store = Bad("store", problem);
        }

        yield return store;
        string existing = home;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        long room = new DriveInfo(existing).AvailableFreeSpace;
        yield return room < LittleRoom
            ? new Check("disk", CheckState.Doubtful, $"{Units.Bytes(room)} free at {existing}", "Run `slipway gc` or make room.")
            : new Check("disk", CheckState.Good, $"{Units.Bytes(room)} free at {existing}");
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

    private Check Tree()
    {
        try
        {
            var catalog = invocation.Catalog;
            return catalog.ParentsFirst.IsEmpty
                ? new Check("tree", CheckState.Doubtful, $"{invocation.Tree.RootPath}: no images in {catalog.Config.Folder}")
                : new Check("tree", CheckState.Good, $"{invocation.Tree.RootPath}: {catalog.ParentsFirst.Length} images in {catalog.Config.Folder}");
        }
        catch (SlipwayException problem)
        {
            return Bad("tree", problem);
        }
    }

    private static Check Bad(string name, SlipwayException problem)
    {
        var first = problem.Diagnostics[0];
        string more = problem.Diagnostics.Length > 1 ? $" (and {problem.Diagnostics.Length - 1} more)" : string.Empty;
        string place = first.Location is { } location ? $" at {location}" : string.Empty;
        return new Check(name, CheckState.Bad, $"{first.Code}: {first.Message}{place}{more}", first.Remedy);
    }
}
