using System.Collections.Immutable;
using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>The images of a tree that have one digest, and where it may be found.</summary>
/// <remarks>
/// The same inputs are the same image under every name, so what was built for one of them serves all. An image's own
/// name comes first, then the others in order; trust comes before names. What is worked out for the group is worked out
/// once: a tree may have thousands of images that are the same.
/// </remarks>
internal sealed class DigestGroup
{
    /// <summary>
    /// How many names an image is looked for again under, right before it is built: its own and the first of the
    /// others. The plan has asked for all of them, so this is only about what was built since.
    /// </summary>
    public const int MaximumNames = 16;

    private readonly InputsDigest _digest;
    private readonly ImmutableArray<ImageName> _names;
    private readonly ImmutableArray<IndexScope> _scopes;
    private readonly IndexNaming _naming;

    public DigestGroup(
        InputsDigest digest, IEnumerable<ImageName> names, ImmutableArray<IndexScope> scopes, IndexNaming naming)
    {
        _digest = digest;
        _names = [.. names.Order()];
        _scopes = scopes;
        _naming = naming;
    }

    /// <summary>Everything that has to be asked for all images of the group together.</summary>
    public IEnumerable<IndexQuestion> Questions =>
        _scopes.SelectMany(scope => _names.Select(name => Question(name, scope)));

    /// <summary>Where an image is looked for again before it is built, the most trusted scope first.</summary>
    public ImmutableArray<IndexQuestion> CandidatesOf(ImageName name)
    {
        ImageName[] names = [name, .. _names.Where(other => other != name).Take(MaximumNames - 1)];
        return [.. _scopes.SelectMany(scope => names.Select(candidate => Question(candidate, scope)))];
    }

    /// <summary>For each scope, what the first name with an answer has; null where none has one.</summary>
    public FoundImage?[] Find(IReadOnlyDictionary<IndexNamespace, IndexEntry> answers) =>
    [
        .. _scopes.Select(scope => _names
            .Select(name => Find(name, scope, answers))
            .FirstOrDefault(found => found is not null)),
    ];

    /// <summary>What serves an image.</summary>
    /// <param name="name">The image, one of the group.</param>
    /// <param name="answers">What the index has.</param>
    /// <param name="group">What <see cref="Find(IReadOnlyDictionary{IndexNamespace, IndexEntry})"/> gives
    /// for these answers.</param>
    public FoundImage? Find(
        ImageName name, IReadOnlyDictionary<IndexNamespace, IndexEntry> answers, IReadOnlyList<FoundImage?> group)
    {
        for (int i = 0; i < _scopes.Length; i++)
        {
            if (group[i] is { } other)
            {
                return Find(name, _scopes[i], answers) ?? other;
            }
        }

        return null;
    }

    private FoundImage? Find(
        ImageName name, IndexScope scope, IReadOnlyDictionary<IndexNamespace, IndexEntry> answers) =>
        answers.TryGetValue(Question(name, scope).Namespace, out var entry) ? new FoundImage(entry, scope) : null;

    private IndexQuestion Question(ImageName name, IndexScope scope) =>
        new(_naming.Hash(name, _digest, scope), scope, _digest);
}
