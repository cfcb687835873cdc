using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Retention;

/// <summary>Reads which builds people gave names of their own.</summary>
internal sealed class NamedBuilds(SharedLayout layout, SharedScopes scopes, TagReader reader)
{
    public async Task<BuildNames> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shelves = new ConcurrentBag<Shelf>();
        var names = new ConcurrentBag<(BuildId Build, IndexScope Scope, IndexNamespace Name)>();
        await Questions.AskAsync(
            scopes.Visible,
            async (scope, token) =>
            {
                var repository = layout.NamesOf(scope);
                var foreign = new Dictionary<Sha256Digest, ImmutableArray<ContentPart>>();
                foreach (string tag in await reader.ListAsync(repository, token))
                {
                    var place = new SharedPlace(default, repository, tag, scope, null);
                    if (await reader.AskAsync(place, token) is not { } manifest)
                    {
                        continue;
                    }

                    foreign[manifest.Descriptor.Digest] = Holding.PartsOf(manifest);
                    if (SharedManifest.Read(manifest) is { } document
                        && EntryAnnotations.NamespaceOf(document) is { } ns
                        && EntryAnnotations.Read(document, place with { Namespace = ns }) is { } entry
                        && entry.Expires > now)
                    {
                        names.Add((entry.Build, scope, ns));
                    }
                }

                shelves.Add(new Shelf(repository, [], []) { Foreign = foreign.ToImmutableDictionary() });
            },
            cancellationToken);
        return new BuildNames([.. shelves], names.ToLookup(name => name.Build, name => (name.Scope, name.Name)));
    }
}

/// <summary>The names that people gave to builds.</summary>
/// <param name="Shelves">The repositories that have them, in which nothing goes.</param>
/// <param name="ByBuild">The names that have not expired.</param>
internal sealed record BuildNames(
    ImmutableArray<Shelf> Shelves, ILookup<BuildId, (IndexScope Scope, IndexNamespace Name)> ByBuild)
{
    /// <summary>A manifest with the name that keeps it, if there is one of a scope that may use it.</summary>
    public Holding Apply(Holding holding) =>
        holding.OtherName is null
        && ByBuild[holding.Entry.Build]
            .Where(named => named.Scope.Trusts(holding.Scope))
            .Select(named => named.Name.Value)
            .Min(StringComparer.Ordinal) is { } name
            ? holding with { OtherName = name }
            : holding;
}
