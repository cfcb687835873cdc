using System.Security.Cryptography;
using Slipway.Http;
using Slipway.Model.Text;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Objects;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Sends an artifact to the Object service's storage.</summary>
internal sealed class ObjectSender(
    ApiClient api, ObjectService objects, Storage storage, Retries retries, TaskclusterSettings settings)
{
    public async Task SendAsync(UploadSource source, ObjectUpload upload, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? content = source.Upload.Size < ObjectService.InlineLimit
            ? await source.ReadAsync(cancellationToken)
            : default(ReadOnlyMemory<byte>?);
        UploadMethod? method = null;
        var hashes = await retries.RunAsync(
            async token =>
            {
                if (method is null || (method is UploadMethod.Put put && put.Expires <= settings.Clock.GetUtcNow()))
                {
                    method = await objects.CreateUploadAsync(
                        upload, source.Upload.ContentType, source.Upload.Size, content, source.What, token);
                }

                return method switch
                {
                    UploadMethod.Put chosen => await storage.PutAsync(
                        ToPut(chosen, source), timer => source.ToContent(timer, settings.Timeouts), source.What, token),
                    UploadMethod.Inline when content is { } sent => Hash(sent.Span),
                    _ => throw ArtifactFailures.NoMethod(
                        source.Artifact, "its storage takes content in no way that was proposed"),
                };
            },
            cancellationToken);
        if (method is UploadMethod.Inline)
        {
            source.Progress?.Report(source.Upload.Size);
        }

        await objects.FinishUploadAsync(upload, hashes, source.What, cancellationToken);
        await api.DemandAsync(source.Finish(upload.UploadId), cancellationToken);
    }

    private static StoragePut ToPut(UploadMethod.Put put, UploadSource source)
    {
        var length = put.Headers.FirstOrDefault(header =>
            header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        if (length.Value is not null && length.Value != $"{source.Upload.Size}")
        {
            throw ArtifactFailures.NoMethod(
                source.Artifact,
                $"its storage wants {Display.Text(length.Value)} bytes, and it has {source.Upload.Size}");
        }

        return new StoragePut(
            ServiceAddress.OfStorage(put.Url)
                ?? throw ArtifactFailures.NoMethod(source.Artifact, "its storage has no address of HTTP"),
            // The length is written by the connection itself, once.
            [.. put.Headers.Where(header => header != length)],
            put.Expires);
    }

    private static ContentHashes Hash(ReadOnlySpan<byte> content) =>
        new(Convert.ToHexStringLower(SHA256.HashData(content)), Convert.ToHexStringLower(SHA512.HashData(content)));
}
