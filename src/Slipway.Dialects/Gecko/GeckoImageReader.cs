using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Makes images of the tasks of gecko's kind <c>docker-image</c> (<c>gecko_taskgraph/transforms/docker_image.py</c>).
/// </summary>
/// <param name="tasks">The tasks.</param>
/// <param name="listed">The tasks of <c>kind.yml</c> as they are written there: only these may name a folder.</param>
/// <param name="groups">Says which groups of Treeherder have names.</param>
/// <param name="nameless">Gets those that can be no images.</param>
internal sealed class GeckoImageReader(
    ImmutableArray<KindTask> tasks, YamlMap? listed, TreeherderGroups groups, ICollection<NamelessImage> nameless)
{
    private const string Symbol = "symbol";
    private const string Definition = "definition";
    private const string PackagesKey = "packages";

    private static readonly FrozenSet<string> Known = new[]
    {
        "name", "task-from", Symbol, "parent", "args", Definition, PackagesKey, "arch", "index", "cache",
        "run-on-repo-type",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Taken =
        new[] { "name", Symbol, "args", PackagesKey, "parent" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly HashSet<string> _names = [.. tasks.Select(task => task.Name.Text)];

    private readonly SharedArguments _shared = new();

    /// <summary>Whether the transform leaves a key in a task when it is done with it.</summary>
    public static bool StaysInShared(string key) => !Taken.Contains(key);

    /// <returns>Those that can be images, each name once.</returns>
    public ImmutableArray<ImageEntry> Read() =>
        new KindEntries(prefix: string.Empty, "task", "an image", nameless).Read(tasks, ReadTask);

    private ImageEntry ReadTask(ImageName name, KindTask task)
    {
        var entry = new ImageEntry(name, task.Name.Location);
        var values = new GeckoValues($"the image {name}", entry.Problems);
        values.CheckKeys(task.Keys, Known, "an image");
        if (values.Text(task.Keys, Symbol, isRequired: true) is { } symbol)
        {
            groups.Check(symbol, entry.Problems);
        }

        // Checked in every task, and looked up in kind.yml alone.
        values.Text(task.Keys, Definition);
        if ((listed?.Find(name.Value) as YamlMap)?.Find(Definition) is { } definition)
        {
            ImageKeys.ReadDefinition(new ConfigValues(entry.Problems), definition, entry);
        }

        if (values.Text(task.Keys, "parent") is { } parent)
        {
            ReadParent(entry, parent);
        }

        string? arch = values.Text(task.Keys, "arch")?.Text;
        entry.Platform = GeckoBuilders.PlatformOf(arch);
        var needs = ReadPackages(name, values, task.Keys);
        entry.Needs = [.. GeckoBuilders.Of(name, arch, task.Name.Location), .. needs];
        var order = ReadArgs(entry, values, task.Keys, needs);
        entry.IsCached = values.Boolean(task.Keys, "cache") ?? true;
        var types = ReadTypes(values, task.Keys);
        entry.Change<ImageTaskSettings>(_ => new ImageTaskSettings
        {
            Symbol = values.Text(task.Keys, Symbol)?.Text,
            Index = values.Map(task.Keys, "index") is { } index ? GeckoIndex.Read(index, values) : null,
        });
        entry.Change<GeckoImageSettings>(plain => plain with
        {
            Arch = arch,
            RunOnRepositoryTypes = types ?? plain.RunOnRepositoryTypes,
            ArgumentOrder = order,
            Packages = [.. needs.Select(need => need.Name)],
            TaskFrom = GeckoLayout.TaskFrom(task),
        });
        return entry;
    }

    private void ReadParent(ImageEntry entry, YamlScalar parent)
    {
        if (_names.Contains(parent.Text) && !ImageName.TryParse(parent.Text, out _))
        {
            entry.LeaveOutAndTell(new Diagnostic(
                CatalogCodes.ParentLeftOut,
                $"{entry.Name} is left out, because its parent '{Display.Text(parent.Text)}' is",
                "Give the parent a name that an image can have.",
                parent.Location,
                Severity.Warning));
            return;
        }

        ImageKeys.ReadParent(new ConfigValues(entry.Problems), parent, entry);
    }

    private static ImmutableArray<ImageNeed> ReadPackages(ImageName name, GeckoValues values, YamlMap keys)
    {
        var needs = ImmutableArray.CreateBuilder<ImageNeed>();
        foreach (var package in values.Texts(keys, PackagesKey) ?? [])
        {
            if (GeckoLayout.TryLabel(package.Text, out var label))
            {
                needs.Add(new ImageNeed(label, EdgeRoles.Package, package.Location));
            }
            else
            {
                values.Refuse(
                    $"{name} needs the package {package.Description}, which is not the name of one",
                    "Name packages of the kind 'packages'.",
                    package);
            }
        }

        return needs.DrainToImmutable();
    }

    /// <returns>The names in the order in which they are written.</returns>
    private ImmutableArray<string> ReadArgs(
        ImageEntry entry, GeckoValues values, YamlMap keys, ImmutableArray<ImageNeed> packages)
    {
        if (values.Map(keys, "args") is not { } args)
        {
            return [];
        }

        foreach (var (key, value) in args.Entries)
        {
            if (!PythonScalar.IsText(key) || value is not YamlScalar text || !PythonScalar.IsText(text))
            {
                values.Refuse(
                    $"The argument {key.Description} of {entry.Name} is {value.Description}; its name or value is no "
                    + "text in Python",
                    "Put it in quotes.",
                    value);
            }
        }

        ImageKeys.ReadArgs(new ConfigValues(entry.Problems), args, entry);

        // Slipway does not edit gecko's files, so it does not matter where they say it.
        entry.ArgPlaces = ImmutableDictionary<string, ArgumentPlace>.Empty;
        var order = args.Entries.Select(argument => argument.Key.Text);

        if (_shared.Enter(
            entry, args, string.Join(' ', packages.Select(need => $"<{GeckoLayout.NameOf(need.Name)}>"))))
        {
            order = order.Append(GeckoImageSettings.PackagesArgument);
        }

        return [.. order.Distinct(StringComparer.Ordinal)];
    }

    private static ImmutableArray<string>? ReadTypes(GeckoValues values, YamlMap keys)
    {
        if (values.Texts(keys, "run-on-repo-type") is not { } types)
        {
            return null;
        }

        foreach (var type in types.Where(type => type.Text is not (GeckoSettings.Git or GeckoSettings.Mercurial)))
        {
            values.Refuse(
                $"{type.Description} is no type of repositories for 'run-on-repo-type'",
                "Write git, hg or both.",
                type);
        }

        return [.. types.Select(type => type.Text)];
    }
}
