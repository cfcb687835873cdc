using System.Text;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Sharing.Errors;

namespace Slipway.Sharing.Layout;

/// <summary>Where images, entries and leases are in a registry (<c>docs/registry-backend.md</c>).</summary>
/// <remarks>
/// A repository for each image and scope, below one path: <c>level-3/base</c>, <c>pr/17/base</c>. Who may write where
/// is the registry's own access control, so a level is a part of the path and nothing else.
/// </remarks>
internal sealed class SharedLayout
{
    // Names that images could have too, and must not.
    private const string Names = "slipway--names";
    private const string Leases = "slipway--leases";
    private const string LevelPrefix = "level-";
    private const string PullRequest = "pr";
    private const string SharedPullRequests = "pr-shared";
    private const int IdDigits = 40;

    private readonly RepositoryName _root;
    private readonly SlipwayConfig _config;
    private readonly IndexNaming _naming;
    private readonly TemplatePattern _hash;
    private readonly TemplatePattern _latest;
    private readonly TemplatePattern _pushDate;

    /// <param name="root">Below which everything is.</param>
    /// <param name="config">Has the templates of namespaces.</param>
    public SharedLayout(RepositoryName root, SlipwayConfig config)
    {
        _root = root;
        _config = config;
        _naming = new IndexNaming(config);
        _hash = Pattern(config.Templates.Hash);
        _latest = Pattern(config.Templates.Latest);
        _pushDate = Pattern(config.Templates.PushDate);

        TemplatePattern Pattern(string template) => new(template, config.Prefix, config.PullRequests);
    }

    /// <summary>Below which everything is.</summary>
    public RepositoryName Root => _root;

    /// <summary>The repository of an image.</summary>
    /// <exception cref="SlipwayException">The image's name cannot have one.</exception>
    public RepositoryName RepositoryOf(IndexScope scope, ImageName image) =>
        image.Value is Names or Leases
            ? throw Unfit(image.Value, "is the name of a repository of Slipway's own")
            : At(scope, image.Value);

    /// <summary>Whether a repository is one of a scope.</summary>
    public bool IsOf(IndexScope scope, RepositoryName repository) =>
        repository.ToString() is var text
        && $"{_root}/{PathOf(scope)}/" is var start
        && text.StartsWith(start, StringComparison.Ordinal)
        && !text.AsSpan(start.Length).Contains('/');

    /// <summary>The image whose repository a path below the root is, and of which scope; null for other paths.
    /// </summary>
    public static (ImageName Image, IndexScope Scope)? ImageOf(string path)
    {
        string[] parts = path.Split('/');
        IndexScope? scope = parts switch
        {
            [PullRequest, var id, _] => IndexScope.PullRequest(id),
            [SharedPullRequests, _] => IndexScope.PullRequest(null),
            [var text, _] when text.StartsWith(LevelPrefix, StringComparison.Ordinal)
                && Level.TryParse(text[LevelPrefix.Length..], out var level) => IndexScope.Of(level),
            _ => null,
        };
        return scope is { } known
            && parts[^1] is not (Names or Leases)
            && ImageName.TryParse(parts[^1], out var image)
                ? (image, known)
                : null;
    }

    /// <summary>The repository of the namespaces that no template makes.</summary>
    public RepositoryName NamesOf(IndexScope scope) => At(scope, Names);

    /// <summary>The repository of the leases on builds.</summary>
    public RepositoryName LeasesOf(IndexScope scope) => At(scope, Leases);

    /// <summary>The place of a namespace that a template makes; null for another one.</summary>
    public SharedPlace? Find(IndexNamespace ns) =>
        (_hash.Match(ns) is { Digest: { } digest } hash ? Place(hash, SharedTags.OfHash(digest))
            : _latest.Match(ns) is { } latest ? Place(latest, SharedTags.Latest)
            : _pushDate.Match(ns) is { PushDate: { } date } dated ? Place(dated, SharedTags.OfPushDate(date))
            : null) is { } place
        // One that only looks like it is somebody's own.
        && place.Namespace == ns
            ? place
            : null;

    /// <summary>The place of a namespace that no template makes, in the repository of a scope.</summary>
    public SharedPlace Named(IndexNamespace ns, IndexScope scope) =>
        new(ns, NamesOf(scope), SharedTags.OfName(ns), scope, null);

    /// <summary>The place that a tag of an image's repository is; null for tags that are no entries.</summary>
    public SharedPlace? PlaceOf(IndexScope scope, ImageName image, string tag)
    {
        IndexNamespace? ns =
            tag == SharedTags.Latest ? _naming.Latest(image, scope)
            : SharedTags.DigestOf(tag) is { } digest ? _naming.Hash(image, digest, scope)
            : SharedTags.PushDateOf(tag) is { } date ? _naming.PushDate(image, scope, date)
            : null;
        return ns is { } known
            ? new SharedPlace(known, RepositoryOf(scope, image), tag, scope, image)
            : null;
    }

    private SharedPlace? Place(TemplateMatch match, string tag) =>
        ImageName.TryParse(match.Name, out var name) ? PlaceOf(match.Scope, name, tag) : null;

    private RepositoryName At(IndexScope scope, string name)
    {
        string text = $"{_root}/{PathOf(scope)}/{name}";
        return RepositoryName.TryParse(text, out var repository)
            ? repository
            : throw Unfit(name, $"makes a repository of {text.Length} characters");
    }

    private string PathOf(IndexScope scope)
    {
        if (scope.Level is not null)
        {
            return scope.Text;
        }

        const string request = "pr.";
        string id = scope.Text.StartsWith(request, StringComparison.Ordinal)
            ? scope.Text[request.Length..]
            : string.Empty;
        return id.Length == 0 || _config.PullRequests == PullRequestScope.Shared ? SharedPullRequests
            // The grammar of names is that of the parts of a repository's path. An id has a hash of what it stands for
            // at its end, so another one in its place leads into nobody's scope.
            : ImageName.TryParse(id, out _) ? $"{PullRequest}/{id}"
            : $"{PullRequest}/x-{Sha256Digest.Of(Encoding.UTF8.GetBytes(id)).ToString()[..IdDigits]}";
    }

    private SlipwayException Unfit(string image, string why) => new(new Diagnostic(
        SharingCodes.NameUnfit,
        $"The image {Display.Text(image)} cannot be shared at {_root}: its name {why}",
        $"Give the image another name, or a shorter path in 'registry-backend'; "
        + $"{RepositoryName.MaximumLength} characters are the most."));
}
