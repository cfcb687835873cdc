using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Reads the tasks of a kind, as <c>taskgraph/loader/transform.py</c> does.</summary>
/// <remarks>Versions before 4 said <c>jobs</c>, <c>jobs-from</c> and <c>job-defaults</c>.</remarks>
/// <param name="files">The tree's files.</param>
/// <param name="folder">The folder of the kind.</param>
/// <param name="nameless">Gets the tasks that are none.</param>
/// <param name="problems">Gets what is wrong with more than one task.</param>
/// <param name="staysInShared">Which keys the transforms leave in a task when they are done with it.</param>
internal sealed class KindLoader(
    TaskgraphFiles files,
    RelativePath folder,
    ICollection<NamelessImage> nameless,
    DiagnosticBag problems,
    Func<string, bool> staysInShared)
{
    private const string DefaultsKey = "task-defaults";

    private readonly TaskgraphValues _values = new(problems);
    private readonly TaskMerge _merge = new();
    private readonly ImmutableArray<KindTask>.Builder _tasks = ImmutableArray.CreateBuilder<KindTask>();

    // Whole tasks that several names share without a copy.
    private readonly HashSet<YamlMap> _consumed = [];

    /// <returns>In taskgraph's order.</returns>
    /// <exception cref="SlipwayException">A file would grow beyond measure.</exception>
    public ImmutableArray<KindTask> Load(YamlMap kind)
    {
        var defaults = Either(kind, DefaultsKey, "job-defaults", _values.Map);
        if (Either(kind, "tasks", "jobs", _values.Map) is { } tasks)
        {
            Add(tasks.Entries, defaults);
        }

        foreach (var file in FilesOf(kind))
        {
            LoadFile(file, defaults);
        }

        return _tasks.DrainToImmutable();
    }

    private static T? Either<T>(YamlMap map, string name, string oldName, Func<YamlMap, string, Severity, T?> find)
        where T : class => find(map, name, Severity.Error) ?? find(map, oldName, Severity.Error);

    private IEnumerable<YamlScalar> FilesOf(YamlMap kind)
    {
        var list = TaskgraphValues.Find(kind, "tasks-from") ?? TaskgraphValues.Find(kind, "jobs-from");
        if (list is null)
        {
            return [];
        }

        if (list is YamlList { Items: var items } && items.All(item => item is YamlScalar { IsNull: false }))
        {
            return items.Cast<YamlScalar>();
        }

        Report(
            "'tasks-from' is no list of files",
            "Name files in the folder of the kind, such as [images.yml].",
            list.Location);
        return [];
    }

    private void LoadFile(YamlScalar name, YamlMap? defaults)
    {
        if (!RelativePath.TryParse($"{folder.Value}/{name.Text}", out var parsed)
            || parsed is not { } path
            || !files.Exists(path))
        {
            Report(
                $"The file {name.Description} of 'tasks-from' does not exist in {folder}",
                "Create it, or take it out of the list.",
                name.Location);
            return;
        }

        if (files.Read(path) is not { } tasks)
        {
            return;
        }

        if (_values.Map(tasks, DefaultsKey, Severity.Error) is { } own)
        {
            defaults = defaults is null ? own : _merge.Over(defaults, own);
        }

        Add(tasks.Entries.Where(entry => entry.Key.Text != DefaultsKey), defaults);
    }

    private void Add(IEnumerable<YamlEntry> tasks, YamlMap? defaults)
    {
        foreach (var (name, value) in tasks)
        {
            if (value is YamlMap task)
            {
                _tasks.Add(
                    new KindTask(
                        name, defaults is { Entries.IsEmpty: false } ? _merge.Over(defaults, task) : Consume(task)));
            }
            else
            {
                nameless.Add(new NamelessImage(name.Text, new Diagnostic(
                    TaskgraphCodes.TasksInvalid,
                    $"The task {name.Description} is {value.Description}",
                    "Write a mapping; {} for an image of which nothing has to be said.",
                    value.Location)));
            }
        }
    }

    /// <summary>
    /// When two names share a whole task (<c>b: *a</c>), taskgraph's transforms have taken everything else out of it
    /// before they come to the second name. What a transform of the tree does with a key of its own is not known.
    /// </summary>
    private YamlMap Consume(YamlMap task) =>
        _consumed.Add(task)
            ? task
            : new YamlMap(
                [.. task.Entries.Where(entry => staysInShared(entry.Key.Text))], task.Location);

    private void Report(string message, string remedy, SourceLocation location) =>
        problems.Add(new Diagnostic(TaskgraphCodes.TasksInvalid, message, remedy, location));
}

/// <summary>A task of a kind, its defaults put in.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Keys">What it says.</param>
internal sealed record KindTask(YamlScalar Name, YamlMap Keys);
