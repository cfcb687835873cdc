using System.Collections.Immutable;
using System.Globalization;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;

namespace Slipway.Sharing.Leases;

/// <summary>Notes as manifests of a repository.</summary>
internal sealed class RegistryBoard(
    IImageRegistry registry, DocumentWriter documents, RepositoryName repository, InputsDigest digest) : ILeaseBoard
{
    /// <summary>What a note is.</summary>
    public const string LeaseType = "application/vnd.dev.slipway.lease.v1";

    private const string Prefix = "dev.slipway.lease.";
    private const string Tag = Prefix + "tag";
    private const string Counter = Prefix + "counter";
    private const string Released = Prefix + "released";
    private const string Who = Prefix + "who";
    private const string Since = Prefix + "since";
    private const string Where = Prefix + "where";

    private bool _deletes = true;

    public async Task<IReadOnlyList<LeaseTag>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await registry.ListTagsAsync(repository, cancellationToken))
            .Select(LeaseTag.Parse)
            .OfType<LeaseTag>()
            .Where(tag => tag.Digest == digest),
    ];

    public async Task<LeaseNote?> ReadAsync(LeaseTag tag, CancellationToken cancellationToken)
    {
        var manifest = await registry.FindManifestAsync(
            new ImageReference(repository, tag.Text, null), cancellationToken);
        // A note that was put under another tag is nobody's.
        return manifest is not null
            && SharedManifest.Read(manifest) is { Annotations: { } said }
            && said.GetValueOrDefault(Tag) == tag.Text
            && long.TryParse(
                said.GetValueOrDefault(Counter), NumberStyles.None, CultureInfo.InvariantCulture, out long counter)
            ? new LeaseNote(counter, said.ContainsKey(Released), HolderOf(said))
            : null;
    }

    public async Task PutAsync(LeaseTag tag, LeaseNote note, CancellationToken cancellationToken)
    {
        var said = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        said[Tag] = tag.Text;
        said[Counter] = note.Counter.ToString(CultureInfo.InvariantCulture);
        said[Who] = note.Holder.Who;
        if (note.IsReleased)
        {
            said[Released] = "true";
        }

        if (note.Holder.Since is { } since)
        {
            said[Since] = IndexData.Moment(since);
        }

        if (note.Holder.Where is { } where)
        {
            said[Where] = where;
        }

        await documents.PutAsync(
            repository, [tag.Text], LeaseType, [], said.ToImmutable(), null, cancellationToken);
    }

    public async Task DeleteAsync(LeaseTag tag, CancellationToken cancellationToken) =>
        _deletes = _deletes && await registry.DeleteManifestAsync(
            new ImageReference(repository, tag.Text, null), cancellationToken);

    private static LeaseHolder HolderOf(ImmutableSortedDictionary<string, string> said) => new(
        said.GetValueOrDefault(Who, "another machine"),
        DateTimeOffset.TryParse(
            said.GetValueOrDefault(Since),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var since)
            ? since
            : null,
        said.GetValueOrDefault(Where));
}
