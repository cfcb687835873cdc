using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Reads which images a tree has from the files that it has for taskgraph.</summary>
internal sealed class TaskgraphReader(TreeFiles tree, DiagnosticBag problems)
{
    private readonly TaskgraphFiles _files = new(tree, problems);
    private readonly TaskgraphValues _values = new(problems);

    /// <summary>Takes over what the files say, for <c>slipway.yml</c> to go over it.</summary>
    /// <param name="draft">Gets it; stays as it is when there are no such files.</param>
    /// <param name="isAskedFor">Whether the tree says that it uses taskgraph; else only a kind of images makes it one
    /// that does.</param>
    /// <returns>False when something that decides about the images could not be read.</returns>
    public bool Fill(ConfigDraft draft, bool isAskedFor)
    {
        if (First(TaskgraphLayout.ConfigFiles) is not { } configFile
            || (!isAskedFor && !TaskgraphLayout.KindFolders.Any(_files.Exists)))
        {
            return true;
        }

        if (_files.Read(configFile) is not { } config)
        {
            return false;
        }

        var reader = new GraphConfigReader(_values);
        if (reader.KindOf(config) is not { } kind)
        {
            return false;
        }

        var kindFile = First(
            TaskgraphLayout.KindFolders.Select(folder => folder.Child(kind).Child(TaskgraphLayout.KindName)));
        if (kindFile is null && kind != TaskgraphLayout.DefaultKind)
        {
            WarnAboutKind(config, kind);
        }

        if (kindFile is null && !isAskedFor)
        {
            return true;
        }

        reader.Read(config, draft);
        draft.Config = draft.Config with { Dialect = TaskgraphDialect.Instance };
        new ReleaseFinder(_files).Find(draft);
        return kindFile is not { } found || ReadKind(found, draft);
    }

    private RelativePath? First(IEnumerable<RelativePath> paths) =>
        paths.Where(_files.Exists).Select(path => (RelativePath?)path).FirstOrDefault();

    private bool ReadKind(RelativePath file, ConfigDraft draft)
    {
        if (_files.Read(file) is not { } kind)
        {
            return false;
        }

        draft.Doubts.AddRange(KindTransforms.DoubtsOf(kind));
        try
        {
            var tasks = new KindLoader(
                _files, file.Parent, draft.Nameless, problems, ImageTaskReader.StaysInShared).Load(kind);
            draft.Images.AddRange(new ImageTaskReader(tasks, draft.Nameless, problems).Read());
        }
        catch (SlipwayException e)
        {
            problems.AddRange(e.Diagnostics);
            return false;
        }

        draft.ListsAllImages = true;
        return true;
    }

    private void WarnAboutKind(YamlMap config, string kind) => problems.Add(new Diagnostic(
        TaskgraphCodes.KindMissing,
        $"taskgraph's kind '{Display.Text(kind)}' does not exist, so every folder of {TaskgraphLayout.ImagesFolder} "
        + "with a Dockerfile is an image",
        $"Name the kind whose tasks build images with 'docker-image-kind' in {config.Location.File}, or list them "
        + $"below 'images:' in {ConfigReader.FileName}.",
        config.Location,
        Severity.Warning));
}
