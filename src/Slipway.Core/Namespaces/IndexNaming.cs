using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Namespaces;

/// <summary>Which namespaces an image is looked up and inserted under (<c>docs/namespaces.md</c>).</summary>
public sealed class IndexNaming(SlipwayConfig config)
{
    /// <summary>
    /// The scopes that a push may read: trusted levels from the highest down, then its own request's.
    /// </summary>
    public ImmutableArray<IndexScope> ReadableScopes(PushContext push)
    {
        var levels = push.Level.TrustedLevels().Select(IndexScope.Of);
        return push.PullRequest is null || config.PullRequests == PullRequestScope.None
            ? [.. levels]
            : [.. levels, ScopeOf(push)];
    }

    /// <summary>Whether a push may use what was built in a scope.</summary>
    /// <remarks>
    /// The rule of <see cref="ReadableScopes"/> for what is named by its build or under a namespace of its own, which
    /// says nothing about trust. What a pull request built is for that request alone,
    /// or for all requests when they share.
    /// </remarks>
    public bool MayRead(PushContext push, IndexScope builder) =>
        builder.Level is { } level
            ? level >= push.Level
            : push.PullRequest is { } request
                && (config.PullRequests == PullRequestScope.Shared || builder == IndexScope.PullRequest(request));

    /// <summary>
    /// The one scope that a push writes to, unless it is a pull request whose images are not indexed.
    /// </summary>
    public IndexScope WritableScope(PushContext push) =>
        push.PullRequest is null ? IndexScope.Of(push.Level) : ScopeOf(push);

    /// <summary>The namespace of one digest.</summary>
    public IndexNamespace Hash(ImageName name, InputsDigest digest, IndexScope scope) =>
        Expand(config.TemplatesOf(name).Hash, name, scope, digest, null);

    /// <summary>The namespace of the newest push.</summary>
    public IndexNamespace Latest(ImageName name, IndexScope scope) =>
        Expand(config.TemplatesOf(name).Latest, name, scope, null, null);

    /// <summary>The namespace of the push of a date.</summary>
    public IndexNamespace PushDate(ImageName name, IndexScope scope, DateTimeOffset pushDate) =>
        Expand(config.TemplatesOf(name).PushDate, name, scope, null, pushDate);

    /// <summary>Where the builds of all pushes at a level stand, by their dates.</summary>
    public PushDatePlaces PushDates(ImageName name, Level level) =>
        PushDatePlaces.Of(Fill(config.TemplatesOf(name).PushDate, name, IndexScope.Of(level)));

    /// <summary>Everything that a push inserts for an image, the digest's namespace last.</summary>
    /// <remarks>
    /// The digest's namespace decides whether an image is built again, so it is written when the others are in place: a
    /// crash in between costs a build and loses nothing. Pull requests are only ever found by digest.
    /// </remarks>
    public ImmutableArray<IndexNamespace> Inserts(ImageName name, InputsDigest digest, PushContext push)
    {
        if (push.PullRequest is not null && config.PullRequests == PullRequestScope.None)
        {
            return [];
        }

        var scope = WritableScope(push);
        var hash = Hash(name, digest, scope);
        return push.PullRequest is not null
            ? [hash]
            : [
                Expand(config.TemplatesOf(name).PushDate, name, scope, digest, push.PushDate),
                Latest(name, scope),
                hash,
            ];
    }

    /// <summary>When an entry that the push inserts expires.</summary>
    public DateTimeOffset ExpiryOf(PushContext push, DateTimeOffset now) => now + config.Expiry[push.Level];

    private IndexScope ScopeOf(PushContext push) =>
        IndexScope.PullRequest(config.PullRequests == PullRequestScope.Shared ? null : push.PullRequest);

    private IndexNamespace Expand(
        string template, ImageName name, IndexScope scope, InputsDigest? digest, DateTimeOffset? pushDate)
    {
        string text = Fill(template, name, scope);
        if (digest is { } value)
        {
            text = text.Replace("{digest}", value.ToString(), StringComparison.Ordinal);
        }

        if (pushDate is { } date)
        {
            var utc = date.UtcDateTime;
            text = text
                .Replace("{year}", Format(utc, "yyyy"), StringComparison.Ordinal)
                .Replace("{month}", Format(utc, "MM"), StringComparison.Ordinal)
                .Replace("{day}", Format(utc, "dd"), StringComparison.Ordinal)
                .Replace("{pushtime}", Format(utc, "HHmmss"), StringComparison.Ordinal)
                .Replace("{pushdatetime}", Format(utc, "yyyyMMddHHmmss"), StringComparison.Ordinal);
        }

        return IndexNamespace.TryParse(text, out var ns)
            ? ns
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidNamespace,
                $"The template '{template}' gives '{text}' for {name}, which is not a namespace",
                "Use letters, digits and -_!~*'()% with dots between, at most 255 characters, and the documented "
                + "placeholders in `index:` of slipway.yml; a shorter `prefix:` may help."));
    }

    private string Fill(string template, ImageName name, IndexScope scope)
    {
        string text = template
            .Replace("{prefix}", config.Prefix, StringComparison.Ordinal)
            .Replace("{scope}", scope.Text, StringComparison.Ordinal)
            .Replace("{name}", config.IndexedAs(name), StringComparison.Ordinal);
        return scope.Level is { } level
            ? text.Replace("{level}", level.ToString(), StringComparison.Ordinal)
            : text;
    }

    private static string Format(DateTime utc, string format) => utc.ToString(format, CultureInfo.InvariantCulture);
}
