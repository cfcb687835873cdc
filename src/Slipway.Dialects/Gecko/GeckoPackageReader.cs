using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>Makes nodes of the tasks of gecko's kind <c>packages</c>.</summary>
/// <param name="tasks">The tasks.</param>
/// <param name="groups">Says which groups of Treeherder have names.</param>
/// <param name="exists">Whether there is a file in the tree.</param>
/// <param name="nameless">Gets those that can be none.</param>
internal sealed class GeckoPackageReader(
    ImmutableArray<KindTask> tasks,
    TreeherderGroups groups,
    Func<RelativePath, bool> exists,
    ICollection<NamelessImage> nameless)
{
    private const string RunKey = "run";

    /// <summary>Keys of a job that its digest does not depend on.</summary>
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "name", "task-from", "description", "attributes", "treeherder", "worker-type", "worker", RunKey,
        "run-on-projects", "run-on-repo-type", "run-on-hg-branches", "run-on-git-branches", "expires-after",
        "expiration-policy", "deadline-after", "priority", "routes", "scopes", "tags", "extra", "index",
        "shipping-phase", "shipping-product", "always-target", "optimization", "when", "retries", "use-sccache",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the transforms leave a key in a task when they are done with it.</summary>
    /// <remarks>They pop and add many; what a second name for one task would get is not known.</remarks>
    public static bool StaysInShared(string key) => key.Length == 0;

    public ImmutableArray<ImageEntry> Read() =>
        new KindEntries(PackageSource.LabelPrefix, "package", "the package", nameless).Read(tasks, ReadTask);

    private ImageEntry ReadTask(ImageName label, KindTask task)
    {
        string name = task.Name.Text;
        var entry = new ImageEntry(label, task.Name.Location)
        {
            // A node needs a source even when it is left out or broken; this one builds nothing.
            Package = new PackageSource { Name = name, Command = [], RunsIn = label },
        };
        var values = new GeckoValues($"the package {name}", entry.Problems);
        PackageTask.Read(task, values, entry, groups);
        if (values.Map(task.Keys, RunKey, isRequired: true) is not { } run
            || values.Text(run, "using", isRequired: true) is not { } way)
        {
            return entry;
        }

        if (way.Text is not (Distributions.Debian or Distributions.Ubuntu))
        {
            Doubt(entry, way, $"only gecko knows what counts of packages that are built in the way {way.Description}");
            return entry;
        }

        foreach (var (key, _) in task.Keys.Entries.Where(key => !Harmless.Contains(key.Key.Text)).Take(1))
        {
            Doubt(entry, key, $"the key {key.Description} may change the digest of a package, and only gecko can tell");
        }

        if (new PackageRunReader(name, entry.Problems).Read(run, way) is { } read)
        {
            Fill(entry, name, read);
        }

        return entry;
    }

    private void Fill(ImageEntry entry, string name, PackageRun run)
    {
        if (Distributions.ImageOf(run.Using, run.Dist.Text, run.Arch) is not { } image)
        {
            entry.Problems.Add(new Diagnostic(
                GeckoCodes.DistUnknown,
                $"{run.Dist.Description} of the package {name} has no number in gecko, which refuses it",
                $"Use one of {string.Join(", ", Distributions.Names(run.Using))}.",
                run.Dist.Location));
            return;
        }

        if (!ImageName.TryParse(image, out var runsIn))
        {
            entry.Problems.Add(new Diagnostic(
                GeckoCodes.ImageOfPackageMissing,
                $"The package {name} is built in the image '{Display.Text(image)}', which cannot be the name of one",
                "Correct 'arch:'.",
                run.Dist.Location));
            return;
        }

        var needs = Needs(entry, name, run);
        entry.Needs = needs;
        entry.Package = new PackageSource
        {
            Name = name,
            Command = [],
            RunsIn = runsIn,
            Patch = run.Patch is { } patch ? PatchOf(entry, name, patch) : null,
            BuiltWith = [.. needs.Select(need => need.Name)],
        };
        entry.Change<PackageRunSettings>(_ => new PackageRunSettings { Run = run });
        entry.Args = PackageArguments.Of(run, name);
    }

    private static ImmutableArray<ImageNeed> Needs(ImageEntry entry, string name, PackageRun run)
    {
        var needs = ImmutableArray.CreateBuilder<ImageNeed>();
        foreach (var package in run.Packages)
        {
            if (GeckoLayout.TryLabel(package.Text, out var label))
            {
                needs.Add(new ImageNeed(label, EdgeRoles.Package, package.Location));
            }
            else
            {
                entry.Problems.Add(new Diagnostic(
                    GeckoCodes.TaskRefused,
                    $"The package {name} is built with {package.Description}, which is not the name of a package",
                    "Name packages of the kind 'packages'.",
                    package.Location));
            }
        }

        return needs.DrainToImmutable();
    }

    private RelativePath? PatchOf(ImageEntry entry, string name, YamlScalar patch)
    {
        if (RelativePath.TryParse($"{PackageSource.PatchFolder}/{patch.Text}", out var path)
            && !patch.Text.StartsWith('/')
            && exists(path.Value))
        {
            return path;
        }

        entry.Problems.Add(new Diagnostic(
            Core.Contexts.ContextCodes.PatchMissing,
            $"The patch '{PackageSource.PatchFolder}/{Display.Text(patch.Text)}' of the package {name} does not exist",
            "Create it, or correct 'patch:'.",
            patch.Location));
        return null;
    }

    private static void Doubt(ImageEntry entry, YamlScalar place, string why) => entry.Doubts =
    [
        .. entry.Doubts,
        new DigestDoubt(
            GeckoCodes.PackageUnsupported,
            place.Text,
            why,
            "Let gecko build it, and the images that need it.",
            place.Location) { IsFinal = true },
    ];
}
