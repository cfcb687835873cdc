using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
        string file = FileOf(address);
        if (!File.Exists(file)
            || StrictJson.Read(await File.ReadAllBytesAsync(file, cancellationToken)) is not { IsPlain: true } reading
            || !Sha256Digest.TryParse(reading.Value.TextAt("sha256"), out var digest)
            || reading.Value.TextAt("mac") is not { } mac
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(address, digest)))
            || new FileInfo(ContentOf(digest)) is not { Exists: true } kept
            || kept.Length > limit)
        {
            return null;
        }

        byte[] content = await File.ReadAllBytesAsync(kept.FullName, cancellationToken);
        return Sha256Digest.Of(content) == digest ? content : default(ReadOnlyMemory<byte>?);
    }

    private async Task KeepAsync(Uri address, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var digest = Sha256Digest.Of(content.Span);
        await WriteAsync(ContentOf(digest), content, cancellationToken);
        var entry = new JsonObject { ["sha256"] = digest.ToString(), ["mac"] = Mac(address, digest) };
        await WriteAsync(FileOf(address), Encoding.UTF8.GetBytes(entry.ToJsonString()), cancellationToken);
    }

    private static async Task WriteAsync(
        string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string own = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(own, content, cancellationToken);
        File.Move(own, file, overwrite: true);
    }

    private string Mac(Uri address, Sha256Digest digest) => secret.IdFor(Purpose, $"{address.AbsoluteUri}\n{digest}");

    private string FileOf(Uri address) => Path.Join(
        folder, $"template-{Sha256Digest.Of(Encoding.UTF8.GetBytes(address.AbsoluteUri))}.json");

    private string ContentOf(Sha256Digest digest) => Path.Join(folder, $"template-{digest}.yml");

    [GeneratedRegex(
        @"/([0-9a-f]{40}|[0-9a-f]{64})/\.taskcluster\.yml\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfRevision();
}
