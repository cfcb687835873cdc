using System.Collections.Immutable;
using Slipway.Core.Causes;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;

namespace Slipway.Application.Diagnosis.Reproducibility;

/// <summary>
/// Finds the files by which the images of a tree differ from those of the same tree in another place.
/// </summary>
internal sealed class TreeComparison
{
    // Git converts text, and a pointer is short; nothing is learnt from reading more.
    private const long LargestText = 64_000_000;

    private static readonly RelativePath Configuration = RelativePath.Parse("slipway.yml");

    private readonly ComputedTree _here;
    private readonly ComputedTree _there;
    private readonly GitStates _states;
    private readonly SortedDictionary<RelativePath, (DifferenceKind Kind, SortedSet<ImageName> Images)> _found = [];

    private TreeComparison(ComputedTree here, ComputedTree there, GitStates states)
    {
        _here = here;
        _there = there;
        _states = states;
    }

    public static ImmutableArray<FileDifference> Between(ComputedTree here, ComputedTree there, GitStates states)
    {
        var comparison = new TreeComparison(here, there, states);
        foreach (var image in here.Catalog.ParentsFirst)
        {
            comparison.Compare(image);
        }

        return
        [
            .. comparison._found.Select(pair => new FileDifference(pair.Key, pair.Value.Kind, [.. pair.Value.Images])),
        ];
    }

    private void Compare(ImageDefinition image)
    {
        var before = _here.Inputs[image.Name];
        if (!_there.Inputs.TryGetValue(image.Name, out var after))
        {
            CompareMissing(image, before);
        }
        else if (before.Digest != after.Digest)
        {
            var changes = ManifestDiff.Between(
                BuildInputs.Parse(before.WriteManifest()), BuildInputs.Parse(after.WriteManifest()));
            foreach (var change in changes)
            {
                Add(image, before, after, change);
            }

            if (!image.Parents.Any(edge => Differs(edge.Parent))
                && !_found.Values.Any(found => found.Images.Contains(image.Name)))
            {
                // The taskgraph scheme hashes what the manifest does not list.
                Add(DockerfileOf(image), image, path => KindOf(path, DifferenceKind.Content));
            }
        }
    }

    private void Add(ImageDefinition image, ImageInputs before, ImageInputs after, InputChange change)
    {
        switch (change)
        {
            case InputChange.FileRenamed renamed:
                Add(image, before, after, new InputChange.FileRemoved(renamed.Before));
                Add(image, before, after, new InputChange.FileAdded(renamed.After));
                break;
            // What is there and not in the context is kept out by another file, which differs: a lost link,
            // `.dockerignore`.
            case InputChange.FileRemoved file
                when SourceOf(image, before, file.Path) is { } kept && _there.Tree.Find(kept) is not null:
                break;
            case InputChange.OfFile file:
                var source = SourceOf(image, before, file.Path) ?? SourceOf(image, after, file.Path);
                Add(source ?? Configuration, image, path => DifferenceClassifier.Classify(file, FactsOf(path)));
                break;
            // A parent's own files are named for the parent.
            case InputChange.Parent when image.Parents.Any(edge => Differs(edge.Parent)):
                break;
            default:
                Add(Configuration, image, path => KindOf(path, DifferenceKind.Content));
                break;
        }
    }

    /// <summary>
    /// An image that is not sound there, or not there at all: for its files that are not there, or for its parents.
    /// </summary>
    private void CompareMissing(ImageDefinition image, ImageInputs before)
    {
        bool explained = image.Parents.Any(edge => Differs(edge.Parent));
        IEnumerable<RelativePath> files =
        [
            Configuration,
            .. before.Context.Files.Select(file => SourceOf(image, before, file.Path)).OfType<RelativePath>(),
        ];
        foreach (var file in files.Where(file => _here.Tree.Find(file) is not null && _there.Tree.Find(file) is null))
        {
            explained = true;
            Add(file, image, path => KindOf(path, DifferenceKind.Submodule));
        }

        if (!explained)
        {
            Add(DockerfileOf(image), image, path => KindOf(path, DifferenceKind.Unreadable));
        }
    }

    private DifferenceKind KindOf(RelativePath file, DifferenceKind committed) =>
        DifferenceClassifier.Classify(_states.Of(file)) ?? committed;

    private bool Differs(ImageName name) =>
        !_there.Inputs.TryGetValue(name, out var there) || there.Digest != _here.Inputs[name].Digest;

    private void Add(RelativePath file, ImageDefinition image, Func<RelativePath, DifferenceKind> classify)
    {
        if (!_found.TryGetValue(file, out var known))
        {
            known = (IsLostLink(file) ? DifferenceKind.Link : classify(file), []);
            _found.Add(file, known);
        }

        known.Images.Add(image.Name);
    }

    /// <summary>Whether a link here is a file there, also where links are followed.</summary>
    private bool IsLostLink(RelativePath file) =>
        _here.Tree.Find(file) is { Kind: EntryKind.Link } && _there.Tree.Find(file) is { Kind: EntryKind.File };

    private static RelativePath DockerfileOf(ImageDefinition image) => image.DockerfilePath;

    /// <summary>
    /// The file of the tree behind a path of the context; null when it is in another context than this.
    /// </summary>
    private static RelativePath? SourceOf(ImageDefinition image, ImageInputs inputs, string path) =>
        path == image.DockerfileName.Value
            ? DockerfileOf(image)
            : inputs.Context.Files.FirstOrDefault(file => file.Path == path)?.Source?.Path;

    private FileFacts FactsOf(RelativePath file) =>
        new(_states.Of(file), Content(_here.Tree, file), Content(_there.Tree, file));

    private static ReadOnlyMemory<byte> Content(ISourceTree tree, RelativePath file)
    {
        if (tree.Find(file) is not { Kind: EntryKind.File, Size: <= LargestText })
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        using var stream = tree.OpenRead(file);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
