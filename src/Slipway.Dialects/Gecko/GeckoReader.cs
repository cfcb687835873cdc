using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>Reads which images and packages a tree has from the kinds that it has for gecko's transforms.</summary>
internal sealed class GeckoReader(TreeFiles tree, DiagnosticBag problems)
{
    private const string CachedTasks = "gecko_taskgraph.transforms.cached_tasks";
    private const string ImagesTransform = "gecko_taskgraph.transforms.docker_image";
    private const string TaskTransform = "gecko_taskgraph.transforms.task";

    private static readonly FrozenSet<string> KnownOfImages =
        new[] { ImagesTransform, CachedTasks, TaskTransform }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KnownOfPackages = new[]
    {
        "gecko_taskgraph.transforms.try_job", "gecko_taskgraph.transforms.job", CachedTasks, TaskTransform,
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly TaskgraphFiles _files = new(tree, problems);
    private readonly TaskgraphValues _values = new(problems);

    /// <summary>Takes over what the files say, for <c>slipway.yml</c> to go over it.</summary>
    /// <param name="draft">Gets it; stays as it is when the tree is not gecko's.</param>
    /// <param name="isAskedFor">Whether the tree says that it is gecko's; else its transforms show it.</param>
    /// <returns>False when something that decides about the images could not be read.</returns>
    public bool Fill(ConfigDraft draft, bool isAskedFor)
    {
        var configFile = First(TaskgraphLayout.ConfigFiles);
        var kindFile = KindFile(GeckoLayout.ImagesKind);
        if (configFile is null || kindFile is null)
        {
            if (isAskedFor)
            {
                ReportMissing(configFile is null);
            }

            return !isAskedFor;
        }

        if (!isAskedFor && !ShowsGecko(kindFile.Value))
        {
            return true;
        }

        if (_files.Read(configFile.Value) is not { } config || _files.Read(kindFile.Value) is not { } kind)
        {
            return false;
        }

        draft.Config = draft.Config with
        {
            Dialect = GeckoDialect.Instance,
            RunTask = _files.Exists(GeckoLayout.RunTask) ? GeckoLayout.RunTask : draft.Config.RunTask,
        };
        new GraphConfigReader(_values).Read(config, draft);
        new GeckoConfigReader(_values).Read(config, draft);
        try
        {
            return ReadKinds(kindFile.Value, kind, configFile.Value, draft);
        }
        catch (SlipwayException e)
        {
            problems.AddRange(e.Diagnostics);
            return false;
        }
    }

    private RelativePath? First(IEnumerable<RelativePath> paths) =>
        paths.Where(_files.Exists).Select(path => (RelativePath?)path).FirstOrDefault();

    private RelativePath? KindFile(string kind) => First(
        TaskgraphLayout.KindFolders.Select(folder => folder.Child(kind).Child(TaskgraphLayout.KindName)));

    private void ReportMissing(bool isConfig) => problems.Add(new Diagnostic(
        GeckoCodes.KindMissing,
        isConfig
            ? $"The tree has no {TaskgraphLayout.ConfigFile}, and so none of gecko's images"
            : $"The tree has no kind '{GeckoLayout.ImagesKind}' in {TaskgraphLayout.KindFolders[0]}",
        $"Remove 'scheme: gecko' from {ConfigReader.FileName}, or add the files that gecko reads."));

    /// <summary>Whether the kind of the images is made by gecko's transforms. What is wrong with the file is told by
    /// who reads it.</summary>
    private bool ShowsGecko(RelativePath kindFile)
    {
        var unheard = new DiagnosticBag();
        return new TaskgraphFiles(tree.ReportingTo(unheard), unheard).Read(kindFile) is { } kind
            && TransformsOf(kind).Contains(ImagesTransform);
    }

    private static ImmutableArray<string> TransformsOf(YamlMap kind) =>
    [
        .. ((kind.Find("transforms") as YamlList)?.Items ?? [])
            .OfType<YamlScalar>()
            .Select(transform => KindTransforms.NameOf(transform.Text)),
    ];

    private bool ReadKinds(RelativePath file, YamlMap kind, RelativePath configFile, ConfigDraft draft)
    {
        draft.Doubts.AddRange(KindTransforms.DoubtsOf(kind, KnownOfImages, CachedTasks, GeckoDialect.Instance.Name));
        draft.Doubts.AddRange(OrderDoubts(kind, [ImagesTransform, CachedTasks, TaskTransform]));
        var names = draft.Config.Extensions.Get<TaskSettings>().GroupNames;
        var groups = new TreeherderGroups(names.ContainsKey, configFile.Value);
        var tasks = new KindLoader(
            _files, file.Parent, draft.Nameless, problems, GeckoImageReader.StaysInShared).Load(kind);
        var listed = _values.Map(kind, "tasks", Severity.Error) ?? _values.Map(kind, "jobs", Severity.Error);
        var images = new GeckoImageReader(tasks, listed, groups, draft.Nameless).Read();
        var packages = NeedsPackages(kind) ? ReadPackages(groups, draft) : [];
        var dockerfiles = new WorkerDockerfiles(tree, images);
        dockerfiles.Check(packages);
        draft.Images.AddRange(images);
        draft.Images.AddRange(packages);
        var shown = new GenerationFinder(_files).Find(isOld: file.Parent.Parent != TaskgraphLayout.KindFolders[0]);
        draft.Config = draft.Config.With(shown with
        {
            WithRunTask = dockerfiles.WithRunTask(),
            Settings = shown.Settings with { RepositoryType = RepositoryType() },
        });
        draft.Config = draft.Config.With(shown.ImageTask);
        draft.Change<GeckoTaskSettings>(
            settings => settings with { KindsFolder = file.Parent.Parent.Value });
        draft.ListsAllImages = true;
        return true;
    }

    private static bool NeedsPackages(YamlMap kind) =>
        (kind.Find("kind-dependencies") as YamlList)?.Items
            .Any(item => item is YamlScalar { Text: GeckoLayout.PackagesKind }) == true;

    private ImmutableArray<ImageEntry> ReadPackages(TreeherderGroups groups, ConfigDraft draft)
    {
        if (KindFile(GeckoLayout.PackagesKind) is not { } file || _files.Read(file) is not { } kind)
        {
            return [];
        }

        var tasks = new KindLoader(
            _files, file.Parent, draft.Nameless, problems, GeckoPackageReader.StaysInShared).Load(kind);
        var packages = new GeckoPackageReader(tasks, groups, _files.Exists, draft.Nameless).Read();
        ImmutableArray<DigestDoubt> doubts =
        [
            .. KindTransforms.DoubtsOf(kind, KnownOfPackages, CachedTasks, GeckoDialect.Instance.Name),
            .. OrderDoubts(kind, ["gecko_taskgraph.transforms.job", CachedTasks, TaskTransform]),
        ];
        foreach (var package in packages)
        {
            package.Doubts = [.. package.Doubts, .. doubts];
        }

        return packages;
    }

    /// <summary>
    /// That a transform without which there are no digests is missing, or stands where another should.
    /// </summary>
    private static IEnumerable<DigestDoubt> OrderDoubts(YamlMap kind, ImmutableArray<string> wanted)
    {
        var transforms = TransformsOf(kind).Where(wanted.Contains).ToList();
        if (!transforms.SequenceEqual(wanted))
        {
            yield return new DigestDoubt(
                TaskgraphCodes.TransformUnknown,
                "order",
                $"the transforms of the kind are not {string.Join(", ", wanted)} in this order, and only gecko knows "
                + "what others make",
                "Name them in this order, as gecko does.",
                kind.Find("transforms")?.Location ?? kind.Location)
            {
                IsFinal = true,
            };
        }
    }

    // As taskgraph/util/vcs.py looks for it, which takes git where there is none.
    private string RepositoryType() =>
        tree.IsFolder(RelativePath.Parse(".hg")) ? GeckoSettings.Mercurial : GeckoSettings.Git;
}
