using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Application.Files;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// A folder with the documents of a chain: <c>chain.json</c>, files that it names, <c>allowlist.json</c>, and the
/// policy by which it was judged when it was collected.
/// </summary>
internal sealed class DocumentFolder(string folder)
{
    private const string AllowlistFile = "allowlist.json";
    private const string PolicyFile = "policy.yml";

    /// <exception cref="SlipwayException">The folder does not hold what it should.</exception>
    public async Task<(ChainDocuments Documents, ChainPolicy Policy)> ReadAsync(CancellationToken cancellationToken)
    {
        string chain = Path.Join(folder, ChainJson.File);
        var content = await FindAsync(ChainJson.File, cancellationToken)
            ?? throw Unreadable(chain, "it is not there");
        var allowlist = await ReadAllowlistAsync(cancellationToken);
        try
        {
            // The files that it names are read when it names them; there are few, and they are small.
            return ChainJson.Read(content.Span, allowlist, ReadBeside);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(chain, exception.Message);
        }
    }

    /// <summary>The policy by which it was judged; null where none lies beside it, as in chains of others.</summary>
    /// <exception cref="SlipwayException">Everything that is wrong with it.</exception>
    public async Task<ChainPolicy?> FindPolicyAsync(CancellationToken cancellationToken) =>
        await FindAsync(PolicyFile, cancellationToken) is { } content
            ? PolicyInForce.Of(content, Path.Join(folder, PolicyFile)).Policy
            : null;

    /// <summary>Writes a chain into the folder, which must not hold one.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="allowlist">Its lists of allowed images, for others than Slipway; null for none.</param>
    /// <param name="policy">The bytes of the policy, which says more than settings and lists can.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="SlipwayException">It holds one, or cannot be written.</exception>
    public async Task WriteAsync(
        JsonObject chain,
        JsonObject? allowlist,
        ReadOnlyMemory<byte> policy,
        CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await WriteAsync(ChainJson.File, chain, cancellationToken);
            await WriteBesideAsync(allowlist, policy, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.DocumentsNotWritten,
                    $"{Display.Line(folder)} cannot be written: {Display.Line(exception.Message)}",
                    "Name a new folder: what was collected before is not written over."),
                exception);
        }
    }

    // A chain without its lists or its policy would be judged more mildly than it was.
    private async Task WriteBesideAsync(
        JsonObject? allowlist, ReadOnlyMemory<byte> policy, CancellationToken cancellationToken)
    {
        try
        {
            if (allowlist is not null)
            {
                await WriteAsync(AllowlistFile, allowlist, cancellationToken);
            }

            await PlacedFile.WriteAsync(
                Path.Join(folder, PolicyFile),
                (file, token) => file.WriteAsync(policy, token).AsTask(),
                replaces: false,
                mode: null,
                cancellationToken);
        }
        catch
        {
            PlacedFile.Remove(Path.Join(folder, ChainJson.File));
            throw;
        }
    }

    private Task WriteAsync(string name, JsonObject content, CancellationToken cancellationToken) =>
        PlacedFile.WriteAsync(
            Path.Join(folder, name),
            async (file, token) =>
            {
                await using var writer = new Utf8JsonWriter(
                    file, new JsonWriterOptions { Indented = true, MaxDepth = 1000 });
                content.WriteTo(writer);
                await writer.FlushAsync(token);
            },
            replaces: false,
            mode: null,
            cancellationToken);

    private async Task<JsonNode?> ReadAllowlistAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(AllowlistFile, cancellationToken) is not { } content)
        {
            return null;
        }

        var reading = StrictJson.Read(content.Span);
        return reading.IsPlain && reading.Value is JsonObject lists
            ? lists
            : throw Unreadable(
                Path.Join(folder, AllowlistFile),
                reading.Failure ?? reading.Ambiguities.FirstOrDefault() ?? "it is no object of lists");
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string path = Path.Join(folder, name);
        try
        {
            // Without its type, "null" would be an empty array here, and that an empty document.
            return File.Exists(path)
                ? await File.ReadAllBytesAsync(path, cancellationToken)
                : default(ReadOnlyMemory<byte>?);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception.Message);
        }
    }

    private ReadOnlyMemory<byte>? ReadBeside(string name)
    {
        if (Path.IsPathRooted(name) || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new FormatException($"it names the file {Display.Text(name)}, which is not in its folder");
        }

        string path = Path.Join(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : default(ReadOnlyMemory<byte>?);
    }

    private static SlipwayException Unreadable(string file, string why) => new(new Diagnostic(
        TrustCodes.DocumentsUnreadable,
        $"{file} cannot be used: {Display.Line(why)}",
        "Name a folder that 'slipway trust collect' wrote, or one of the same shape (docs/trust.md)."));
}
