using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// Makes images of the tasks of taskgraph's image kind (<c>taskgraph/transforms/docker_image.py</c>).
/// </summary>
/// <param name="tasks">The tasks.</param>
/// <param name="nameless">Gets those that can be no images.</param>
/// <param name="problems">Gets what is wrong with more than one image.</param>
internal sealed class ImageTaskReader(
    ImmutableArray<KindTask> tasks, ICollection<NamelessImage> nameless, DiagnosticBag problems)
{
    public const string CacheKey = "cache";
    public const string IndexKey = "index";


    private static readonly FrozenSet<string> Known = new[]
    {
        "name", "task-from", "job-from", "definition", "args", "parent", "packages", CacheKey, IndexKey, "symbol",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly TaskgraphValues _values = new(problems);
    private readonly HashSet<string> _names = [.. tasks.Select(task => task.Name.Text)];

    private readonly SharedArguments _shared = new();

    /// <summary>Whether taskgraph itself knows a key of an image.</summary>
    public static bool IsKnown(string key) => Known.Contains(key);

    /// <summary>Whether taskgraph's transforms leave a key in a task when they are done with it.</summary>
    public static bool StaysInShared(string key) => key is CacheKey or IndexKey || !IsKnown(key);

    /// <returns>Those that can be images, each name once.</returns>
    public ImmutableArray<ImageEntry> Read() =>
        new KindEntries(prefix: string.Empty, "task", "an image", nameless).Read(tasks, ReadTask);

    private ImageEntry ReadTask(ImageName name, KindTask task)
    {
        var entry = new ImageEntry(name, task.Name.Location);
        entry.Doubts = DoubtsOf(task);
        if (TaskgraphValues.Find(task.Keys, "definition") is { } definition)
        {
            Take(entry, definition, ImageKeys.ReadDefinition);
        }

        if (TaskgraphValues.Find(task.Keys, "parent") is { } parent)
        {
            ReadParent(entry, parent);
        }

        string packages = ReadPackages(entry, task.Keys);
        if (TaskgraphValues.Find(task.Keys, "args") is YamlNode args)
        {
            ReadArgs(entry, args, packages);
        }

        entry.IsCached = _values.Boolean(task.Keys, CacheKey) ?? true;
        entry.Change<ImageTaskSettings>(_ => new ImageTaskSettings
        {
            Symbol = _values.Text(task.Keys, "symbol", Severity.Warning)?.Text,
            Index = _values.Map(task.Keys, IndexKey, Severity.Warning) is { } index ? ReadIndex(name, index) : null,
        });
        return entry;
    }

    private static ImmutableArray<DigestDoubt> DoubtsOf(KindTask task) =>
    [
        .. task.Keys.Entries.Select(entry => entry.Key).Where(key => !IsKnown(key.Text)).Select(key => new DigestDoubt(
            TaskgraphCodes.KeyUnknown,
            key.Text,
            $"the key {key.Description} is for a transform, which may put it into the digest and which only taskgraph "
            + "can run",
            "Say in a slipway.yml with 'scheme: taskgraph' what it does: name it in 'harmless-keys' below 'taskgraph:' "
            + "if it changes no digest; set 'image-builder' and 'digest-lines' of the images that it changes below "
            + "'images:'.",
            key.Location)),
    ];

    private void ReadParent(ImageEntry entry, YamlNode parent)
    {
        if (parent is YamlScalar { Text: var text } && _names.Contains(text) && !ImageName.TryParse(text, out _))
        {
            LeaveOut(
                entry,
                CatalogCodes.ParentLeftOut,
                $"{entry.Name} is left out, because its parent '{Display.Text(text)}' is",
                "Give the parent a name that an image can have.",
                parent.Location);
            return;
        }

        Take(entry, parent, ImageKeys.ReadParent);
    }

    /// <returns>What taskgraph adds to the arguments when it has computed the digest.</returns>
    private static string ReadPackages(ImageEntry entry, YamlMap keys)
    {
        var node = TaskgraphValues.Find(keys, "packages");
        if (node is null or YamlList { Items.IsEmpty: true })
        {
            return string.Empty;
        }

        string[] names = [.. (node as YamlList)?.Items.OfType<YamlScalar>().Select(item => item.Text) ?? []];
        LeaveOut(
            entry,
            TaskgraphCodes.PackagesNeeded,
            $"{entry.Name} is left out: the packages {Display.Text(string.Join(", ", names))} are a part of its "
            + "digest, and only taskgraph knows theirs",
            "Let taskgraph build this image.",
            node.Location);
        return string.Join(' ', names.Select(name => $"<{name}>"));
    }

    private void ReadArgs(ImageEntry entry, YamlNode args, string packages)
    {
        Take(entry, args, ImageKeys.ReadArgs);

        // Slipway does not edit taskgraph's files, so it does not matter where they say it.
        entry.ArgPlaces = ImmutableDictionary<string, ArgumentPlace>.Empty;
        if (args is not YamlMap map)
        {
            return;
        }

        foreach (var (key, value) in map.Entries)
        {
            if (value is YamlScalar scalar && !PythonScalar.IsText(scalar))
            {
                LeaveOut(
                    entry,
                    TaskgraphCodes.ArgumentNotText,
                    $"{entry.Name} is left out: its argument {Display.Text(key.Text)} is {scalar.Description}, which "
                    + "is no text in Python",
                    "taskgraph refuses it too: put the value in quotes.",
                    scalar.Location);
            }
        }

        _shared.Enter(entry, map, packages);
    }

    private ProductIndex? ReadIndex(ImageName name, YamlMap index)
    {
        string? Of(string key) => _values.Text(index, key, Severity.Warning)?.Text;
        if (Of("product") is { } product && Of("job-name") is { } jobName)
        {
            return new ProductIndex(
                product, jobName, Of("type") ?? ProductIndex.GenericType, Of("rank") ?? ProductIndex.RankByTier);
        }

        _values.Report(
            $"'{IndexKey}' of {name} lacks 'product' or 'job-name'",
            "Name both; the image is found by its digest only.",
            index,
            Severity.Warning);
        return null;
    }

    /// <summary>Reads a key as <c>slipway.yml</c> would have it.</summary>
    private static void Take(ImageEntry entry, YamlNode node, Action<ConfigValues, YamlNode, ImageEntry> read) =>
        read(new ConfigValues(entry.Problems), node, entry);

    private static void LeaveOut(
        ImageEntry entry, DiagnosticCode code, string message, string remedy, SourceLocation location)
    {
        entry.LeaveOutAndTell(new Diagnostic(code, message, remedy, location, Severity.Warning));
    }
}
