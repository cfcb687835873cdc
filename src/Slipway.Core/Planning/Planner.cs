using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>
/// Decides what is reused and what is built. Pure: the answers of the index and the time are handed in.
/// </summary>
public sealed class Planner
{
    private readonly ImageCatalog _catalog;
    private readonly IReadOnlyDictionary<ImageName, InputsDigest> _digests;
    private readonly PlanRequest _request;
    private readonly IndexNaming _naming;
    private readonly ImmutableArray<ImageDefinition> _images;
    private readonly HashSet<ImageName> _wanted;
    private readonly Dictionary<ImageName, DigestGroup> _groups;

    // The images that are built again for their age, or stand on one that is.
    private readonly HashSet<ImageName> _ageing = [];

    /// <param name="catalog">The images of the tree.</param>
    /// <param name="digests">The digest of every wanted image and of all its ancestors, at least.</param>
    /// <param name="request">What is asked.</param>
    public Planner(
        ImageCatalog catalog, IReadOnlyDictionary<ImageName, InputsDigest> digests, PlanRequest request)
    {
        _catalog = catalog;
        _digests = digests;
        _request = request;
        _naming = new IndexNaming(catalog.Config);
        _images = catalog.WithAncestors(request.Wanted);
        _wanted = [.. request.Wanted];
        var scopes = _naming.ReadableScopes(request.Push);
        _groups = catalog.Config.Dialect.SharesDigests
            ? digests
                .GroupBy(pair => pair.Value, pair => pair.Key)
                .Select(group => (Names: group.ToList(), Group: new DigestGroup(
                    group.Key, group.Concat(request.FormerNames[group.Key]).Distinct(), scopes, _naming)))
                .SelectMany(pair => pair.Names, (pair, name) => (name, pair.Group))
                .ToDictionary(pair => pair.name, pair => pair.Group)
            : digests.ToDictionary(
                pair => pair.Key, pair => new DigestGroup(pair.Value, [pair.Key], scopes, _naming));
        foreach (var image in _images)
        {
            if (image.MaxAge is not null || image.Parents.Any(edge => _ageing.Contains(edge.Parent)))
            {
                _ageing.Add(image.Name);
            }
        }
    }

    /// <summary>Every namespace whose entry the plan depends on: ask the index for them all at once.</summary>
    public IReadOnlyCollection<IndexQuestion> Questions()
    {
        var questions = new HashSet<IndexQuestion>();
        var asked = new HashSet<DigestGroup>();
        foreach (var image in _images.Where(image => image.IsCached))
        {
            // Images that share a digest share its questions: asked for each of them, they would be as many as their
            // square.
            if (GroupOf(image.Name) is var group && asked.Add(group))
            {
                questions.UnionWith(group.Questions);
            }

            questions.UnionWith(LatestOf(image.Name));
        }

        return questions;
    }

    /// <summary>
    /// For each digest where it may be found, the most trusted scope first: for an index that is asked one by one.
    /// </summary>
    public IReadOnlyCollection<IReadOnlyList<IndexQuestion>> Alternatives() =>
    [
        .. _images
            .Where(image => image.IsCached)
            .Select(image => GroupOf(image.Name))
            .Distinct()
            .Select(group => group.Questions.ToImmutableArray()),
    ];

    /// <summary>What was the newest push of those images that a plan builds because nothing is found.</summary>
    public IReadOnlyCollection<IndexQuestion> QuestionsAbout(BuildPlan plan) =>
    [
        .. plan.ToBuild
            .Where(image => image.Found is null && image.Reason is not (PlanReason.Uncached or PlanReason.Forced))
            .SelectMany(image => LatestOf(image.Name)),
    ];

    /// <param name="answers">What the index has for <see cref="Questions"/>.</param>
    public BuildPlan Plan(IReadOnlyDictionary<IndexNamespace, IndexEntry> answers)
    {
        var planned = new Dictionary<ImageName, PlannedImage>();
        var found = new Dictionary<DigestGroup, FoundImage?[]>();
        foreach (var image in _images)
        {
            planned[image.Name] = Decide(image, planned, answers, found);
        }

        var needed = Needed(planned);
        return new BuildPlan(
            _request.Push,
            [.. _images.Where(image => needed.Contains(image.Name)).Select(image => planned[image.Name])],
            _naming.ExpiryOf(_request.Push, _request.Now),
            _catalog.Config.Platform)
        {
            Beneath =
            [
                .. _images
                    .Where(image => !needed.Contains(image.Name))
                    .Select(image => planned[image.Name])
                    .Where(image => !image.MustBuild && !image.IsPackage),
            ],
        };
    }

    /// <summary>The wanted images, and the parents of those that are built: nothing else has to be there.</summary>
    private HashSet<ImageName> Needed(Dictionary<ImageName, PlannedImage> planned)
    {
        var needed = new HashSet<ImageName>();
        var open = new Stack<ImageName>(_wanted);
        while (open.TryPop(out var name))
        {
            if (!needed.Add(name) || planned[name] is not { MustBuild: true } image)
            {
                continue;
            }

            foreach (var parent in image.Parents)
            {
                open.Push(parent);
            }

            if (image.RunsIn is { } runsIn && !_request.IsForEngine)
            {
                open.Push(runsIn);
            }
        }

        return needed;
    }

    /// <summary>What has to be there before it is built.</summary>
    private ImmutableArray<ImageName> NeedsOf(ImageDefinition image) =>
    [
        .. image.Parents
            .Where(edge => !_request.IsForEngine || edge.Roles != EdgeRoles.Builder)
            .Select(edge => edge.Parent),
    ];

    private ImageName? RunsIn(ImageDefinition image) =>
        image.Package is { } package && _catalog.Find(package.RunsIn) is not null ? package.RunsIn : null;

    private PlannedImage Decide(
        ImageDefinition image,
        Dictionary<ImageName, PlannedImage> planned,
        IReadOnlyDictionary<IndexNamespace, IndexEntry> answers,
        Dictionary<DigestGroup, FoundImage?[]> foundInGroups)
    {
        if (!image.IsCached)
        {
            return new PlannedImage
            {
                Name = image.Name,
                Digest = _digests[image.Name],
                Action = PlanAction.Build,
                Reason = new PlanReason.Uncached(),
                Platform = image.Platform,
                Parents = NeedsOf(image),
                HasDigest = _catalog.Config.Dialect.UncachedHaveDigests,
            };
        }

        var group = GroupOf(image.Name);
        if (!foundInGroups.TryGetValue(group, out var groupFound))
        {
            foundInGroups.Add(group, groupFound = group.Find(answers));
        }

        var found = group.Find(image.Name, answers, groupFound);
        var result = new PlannedImage
        {
            Name = image.Name,
            Digest = _digests[image.Name],
            Action = PlanAction.Build,
            Reason = new PlanReason.Forced(),
            Found = found,
            Platform = image.Platform,
            Parents = NeedsOf(image),
            IsPackage = image.Package is not null,
            RunsIn = RunsIn(image),
            Candidates = group.CandidatesOf(image.Name),
            Inserts = _naming.Inserts(image.Name, _digests[image.Name], _request.Push),
        };

        if (_request.Force && _wanted.Contains(image.Name))
        {
            return result with { FreshAfter = _request.Now };
        }

        if (found is null)
        {
            return result with { Reason = CauseOfAbsence(image, planned, answers) };
        }

        return Staleness(image, found, planned) is { } stale
            ? result with { Action = PlanAction.Expired, Reason = stale.Cause, FreshAfter = stale.FreshAfter }
            : result with
            {
                Action = PlanAction.Reuse,
                Reason = ReasonOf(image.Name, found),
                Renames = Renames(image.Name, found, answers),
            };
    }

    /// <summary>An image is stale when its own age is over the limit, or when it stands on a stale parent.</summary>
    /// <remarks>
    /// A child built before its parent was built again for its age still holds the parent's old layers, although their
    /// digests agree; without the second rule a security update would never reach the children.
    /// </remarks>
    private (PlanReason Cause, DateTimeOffset FreshAfter)? Staleness(
        ImageDefinition image, FoundImage found, Dictionary<ImageName, PlannedImage> planned)
    {
        var builtAt = found.Entry.BuiltAt;
        if (image.MaxAge is { } maxAge && builtAt + maxAge <= _request.Now)
        {
            return (new PlanReason.TooOld(builtAt, builtAt + maxAge), _request.Now - maxAge);
        }

        foreach (var parent in image.Parents.Select(edge => planned[edge.Parent]))
        {
            if (parent is { Action: PlanAction.Expired, FreshAfter: { } freshAfter })
            {
                var since = parent.Reason switch
                {
                    PlanReason.TooOld own => own.StaleSince,
                    PlanReason.ParentTooOld above => above.StaleSince,
                    _ => _request.Now,
                };
                return (new PlanReason.ParentTooOld(parent.Name, builtAt, since), freshAfter);
            }

            if (_ageing.Contains(parent.Name) && parent.Found is { } current && builtAt < current.Entry.BuiltAt)
            {
                return (
                    new PlanReason.ParentTooOld(parent.Name, builtAt, current.Entry.BuiltAt), current.Entry.BuiltAt);
            }
        }

        return null;
    }

    private PlanReason.Found ReasonOf(ImageName name, FoundImage found)
    {
        var reason = new PlanReason.Found(found.Scope);
        return !HasOwnName(name, found)
            && found.Entry.Data.TryGetValue(IndexData.Image, out string? text)
            && ImageName.TryParse(text, out var builtAs)
            && builtAs != name
            ? reason with { SameAs = builtAs, IsRenamed = _catalog.Find(builtAs) is null }
            : reason;
    }

    /// <summary>
    /// A file that is changed back makes the image the one before: then <c>latest</c> has to be that one again. And an
    /// image that was found under another name has to be found under its own.
    /// </summary>
    private ImmutableArray<IndexNamespace> Renames(
        ImageName name, FoundImage found, IReadOnlyDictionary<IndexNamespace, IndexEntry> answers)
    {
        var inserts = _naming.Inserts(name, _digests[name], _request.Push);
        if (inserts.IsEmpty)
        {
            return [];
        }

        var scope = _naming.WritableScope(_request.Push);
        bool isNewest = scope.Level is null
            || !_request.AsksNewestOfFound
            || Newest(name, answers)?.Digest == _digests[name];
        ImmutableArray<IndexNamespace> latest = isNewest ? [] : [_naming.Latest(name, scope)];
        return HasOwnName(name, found) ? latest : latest.Add(inserts[^1]);
    }

    private bool HasOwnName(ImageName name, FoundImage found) =>
        found.Entry.Namespace == _naming.Hash(name, _digests[name], found.Scope);

    /// <summary>The entry of the newest push that this one may see; null when there is none.</summary>
    private IndexEntry? Newest(ImageName name, IReadOnlyDictionary<IndexNamespace, IndexEntry> answers) =>
        LatestOf(name)
            .Select(question => answers.GetValueOrDefault(question.Namespace))
            .OfType<IndexEntry>()
            .MaxBy(entry => entry.Rank);

    private PlanReason CauseOfAbsence(
        ImageDefinition image,
        Dictionary<ImageName, PlannedImage> planned,
        IReadOnlyDictionary<IndexNamespace, IndexEntry> answers)
    {
        if (Newest(image.Name, answers) is not { } latest)
        {
            return new PlanReason.NotIndexed();
        }

        var changed = image.Parents
            .Select(edge => planned[edge.Parent])
            .Where(parent => parent.Reason is PlanReason.InputsChanged or PlanReason.ParentsChanged)
            .Select(parent => parent.Name)
            .ToImmutableArray();
        return (changed.IsEmpty, latest.Digest) switch
        {
            (false, var previous) => new PlanReason.ParentsChanged(changed) { Previous = previous },
            (true, { } previous) when previous == _digests[image.Name] => new PlanReason.NotIndexed(),
            (true, var previous) => new PlanReason.InputsChanged(previous),
        };
    }

    private DigestGroup GroupOf(ImageName name) => _groups[name];

    private IEnumerable<IndexQuestion> LatestOf(ImageName name) =>
        _naming.ReadableScopes(_request.Push)
            .Where(scope => scope.Level is not null)
            .Select(scope => new IndexQuestion(_naming.Latest(name, scope), scope, null));
}
