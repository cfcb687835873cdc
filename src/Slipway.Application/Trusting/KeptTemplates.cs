using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Application.Files;
using Slipway.Model.Secrets;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Application.Trusting;

/// <summary>
/// Keeps templates beside the store, because what a file was at a revision does not change: only those whose address
/// names a whole revision, each under the hash of its content, and authenticated with the store's secret. Push logs,
/// and what a forge says of branches and commits, are asked for every time.
/// </summary>
internal sealed partial class KeptTemplates(IWebPages pages, string folder, IStoreSecret secret) : IWebPages
{
    private const string Purpose = "trust-template";
    private const string HashKey = "sha256";

    public async Task<ReadOnlyMemory<byte>?> FindAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        if (!OfRevision().IsMatch(address.AbsolutePath))
        {
            return await pages.FindAsync(address, limit, cancellationToken);
        }

        if (await ReadAsync(address, limit, cancellationToken) is { } kept)
        {
            return kept;
        }

        var found = await pages.FindAsync(address, limit, cancellationToken);
        if (found is { } content)
        {
            await KeepAsync(address, content, cancellationToken);
        }

        return found;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        if (!Sha256Digest.TryParse(
            (await EntryOf(address).ReadAsync(cancellationToken)).TextAt(HashKey), out var digest))
        {
            return null;
        }

        try
        {
            var kept = new FileInfo(ContentOf(digest));
            if (!kept.Exists || kept.Length > limit)
            {
                return null;
            }

            byte[] content = await File.ReadAllBytesAsync(kept.FullName, cancellationToken);
            return Sha256Digest.Of(content) == digest ? content : default(ReadOnlyMemory<byte>?);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task KeepAsync(Uri address, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var digest = Sha256Digest.Of(content.Span);
        try
        {
            Directory.CreateDirectory(folder);
            await PlacedFile.ReplaceAsync(ContentOf(digest), content, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is asked for again, then.
            return;
        }

        await EntryOf(address).WriteAsync(new JsonObject { [HashKey] = digest.ToString() }, cancellationToken);
    }

    private SealedFile EntryOf(Uri address) => new(
        Path.Join(folder, $"template-{Sha256Digest.Of(Encoding.UTF8.GetBytes(address.AbsoluteUri))}.json"),
        secret,
        Purpose,
        address.AbsoluteUri);

    private string ContentOf(Sha256Digest digest) => Path.Join(folder, $"template-{digest}.yml");

    [GeneratedRegex(
        @"/([0-9a-f]{40}|[0-9a-f]{64})/\.taskcluster\.yml\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfRevision();
}
