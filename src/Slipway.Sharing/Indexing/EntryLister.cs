using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Lists entries as a person browses them.</summary>
/// <remarks>
/// What repositories there are no registry is obliged to tell, so those of the tree's images are looked into, and that
/// of an image which the person names.
/// </remarks>
internal sealed class EntryLister(
    SharedLayout layout,
    SharedScopes scopes,
    TagReader reader,
    Func<IEnumerable<ImageName>> images,
    SlipwayConfig config,
    TimeProvider clock)
{
    private readonly IndexNaming _naming = new(config);

    public async Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync(below, cancellationToken);
        var found = new ConcurrentDictionary<IndexNamespace, IndexEntry>();
        // The first of two places of one namespace is the more trusted one.
        await Questions.AskAsync(
            places.Where(place => StepOf(place.Namespace, below) is { IsLast: true }).GroupBy(place => place.Namespace),
            async (same, token) =>
            {
                foreach (var place in same)
                {
                    if (await LiveAsync(place, token) is { } entry)
                    {
                        found[entry.Namespace] = entry;
                        return;
                    }
                }
            },
            cancellationToken);
        return [.. found.Values.OrderBy(entry => entry.Namespace)];
    }

    public async Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync(below, cancellationToken);
        var found = new ConcurrentBag<IndexNamespace>();
        await Questions.AskAsync(
            places
                .Select(place => (Place: place, Step: StepOf(place.Namespace, below)))
                .Where(pair => pair.Step is { IsLast: false })
                .GroupBy(pair => pair.Step!.Value.Namespace, pair => pair.Place),
            async (step, token) =>
            {
                foreach (var place in step)
                {
                    if (await LiveAsync(place, token) is not null)
                    {
                        found.Add(step.Key);
                        return;
                    }
                }
            },
            cancellationToken);
        return [.. found.Order()];
    }

    private async Task<IndexEntry?> LiveAsync(SharedPlace place, CancellationToken cancellationToken) =>
        await reader.FindAsync(place, cancellationToken) is { } entry && entry.Expires > clock.GetUtcNow()
            ? entry
            : null;

    /// <summary>Every place whose namespace lies below another one.</summary>
    private async Task<ImmutableArray<SharedPlace>> PlacesAsync(
        IndexNamespace? below, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<SharedPlace>();
        var repositories =
            from scope in scopes.Visible
            from image in images().Concat(NamedIn(below)).Distinct()
            where MayBeBelow(scope, image, below)
            select (Scope: scope, Image: image);
        await Questions.AskAsync(
            repositories,
            async (repository, token) =>
            {
                foreach (string tag in await reader.ListAsync(
                    layout.RepositoryOf(repository.Scope, repository.Image), token))
                {
                    if (layout.PlaceOf(repository.Scope, repository.Image, tag) is { } place)
                    {
                        found.Add(place);
                    }
                }
            },
            cancellationToken);
        await Questions.AskAsync(
            scopes.Visible,
            async (scope, token) =>
            {
                foreach (string tag in await reader.ListAsync(layout.NamesOf(scope), token))
                {
                    if (await NameOfAsync(scope, tag, token) is { } ns)
                    {
                        found.Add(layout.Named(ns, scope));
                    }
                }
            },
            cancellationToken);
        return
        [
            .. found
                .Where(place => StepOf(place.Namespace, below) is not null)
                .OrderBy(place => scopes.Visible.IndexOf(place.Scope))
                .ThenBy(place => place.Namespace),
        ];
    }

    private async Task<IndexNamespace?> NameOfAsync(IndexScope scope, string tag, CancellationToken cancellationToken)
    {
        if (!SharedTags.IsHashedName(tag))
        {
            return SharedTags.NameOf(tag);
        }

        // Which namespace it is only its manifest says; and that it is under the right tag shows when it is read.
        var place = new SharedPlace(default, layout.NamesOf(scope), tag, scope, null);
        return await reader.AskAsync(place, cancellationToken) is { } manifest
            && SharedManifest.Read(manifest) is { } document
            && EntryAnnotations.NamespaceOf(document) is { } ns
            && SharedTags.OfName(ns) == tag
                ? ns
                : null;
    }

    private bool MayBeBelow(IndexScope scope, ImageName image, IndexNamespace? below)
    {
        if (below is null)
        {
            return true;
        }

        IndexNamespace[] samples =
        [
            _naming.Hash(image, default, scope),
            _naming.Latest(image, scope),
            _naming.PushDate(image, scope, DateTimeOffset.UnixEpoch),
        ];
        // What comes behind the name may differ: dates and digests.
        return samples.Any(sample => Common(sample.Value, below.Value.Value) >= Fixed(sample.Value, image.Value));

        int Fixed(string sample, string name) => Math.Min(
            below.Value.Value.Length, sample.IndexOf(name, StringComparison.Ordinal) + name.Length);
    }

    private static int Common(string left, string right) => left.AsSpan().CommonPrefixLength(right);

    /// <summary>The image whose namespaces lie below one that a person gave, though the tree has it no more.</summary>
    private IEnumerable<ImageName> NamedIn(IndexNamespace? below)
    {
        foreach (string end in (string[])[".latest", $".hash.{default(Sha256Digest)}", $".{default(Sha256Digest)}"])
        {
            if (IndexNamespace.TryParse(below + end, out var ns) && layout.Find(ns) is { Image: { } image })
            {
                yield return image;
            }
        }
    }

    /// <summary>The part of a namespace one step below another one; null when it is not below it.</summary>
    private static (IndexNamespace Namespace, bool IsLast)? StepOf(IndexNamespace ns, IndexNamespace? below)
    {
        int start = below is { } prefix ? prefix.Value.Length + 1 : 0;
        if (below is { } above && !ns.Value.StartsWith($"{above}.", StringComparison.Ordinal))
        {
            return null;
        }

        int dot = ns.Value.IndexOf('.', start);
        return dot < 0 ? (ns, true) : (IndexNamespace.Parse(ns.Value[..dot]), false);
    }
}
