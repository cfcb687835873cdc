using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Loading;

/// <summary>Loads an archive, with no more of it than the engine lacks.</summary>
/// <param name="api">The engine.</param>
/// <param name="presence">Says what it has.</param>
/// <param name="command">What a person calls the engine by.</param>
internal sealed class ImageLoader(EngineApi api, IPresence presence, string command)
{
    public async Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        int layers = expected.DiffIds.Length;
        if (await presence.IsThereAsync(expected, cancellationToken))
        {
            return new LoadResult(0, layers, 0);
        }

        int skipped = await LayerChains.CountPresentAsync(api, expected.DiffIds, cancellationToken);
        var (refusal, sent) = await SendAsync(expected, skipped, writeArchive, cancellationToken);
        if (refusal is not null && skipped > 0)
        {
            skipped = 0;
            (refusal, long again) = await SendAsync(expected, skipped, writeArchive, cancellationToken);
            sent += again;
        }

        if (refusal is not null)
        {
            throw Refused(expected, refusal);
        }

        if (!await presence.IsTakenAsync(expected, cancellationToken))
        {
            throw new SlipwayException(new Diagnostic(
                EngineCodes.LoadedOther,
                $"The archive was loaded, but the engine has no image {expected.ImageHash.Short} with the layers "
                + "that it should have",
                "Do not use what was loaded; run 'slipway fsck', then build the image again with "
                + "'slipway build --force'"));
        }

        return new LoadResult(layers - skipped, skipped, sent);
    }

    /// <inheritdoc cref="IImageEngine.TakeAsync"/>
    public async Task<long> TakeAsync(Stream archive, CancellationToken cancellationToken)
    {
        using var content = new ArchiveContent(archive.CopyToAsync);
        try
        {
            var (accepted, answer) = await api.LoadAsync(content, cancellationToken);
            return accepted && EngineAnswer.FindError(answer) is null ? content.BytesSent : 0;
        }
        catch (Exception exception) when (ApiErrors.IsConnectionFailure(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            content.ThrowIfFailed();
            return 0;
        }
    }

    private SlipwayException Refused(EngineImageLayers expected, string refusal) =>
        OtherLayers.FindIn(refusal) is { } other
        ? OtherLayers.Found(command, other)
        : new SlipwayException(new Diagnostic(
            EngineCodes.LoadRefused,
            $"The engine refused the image {expected.ImageHash.Short}: {refusal}",
            "Check the disk space of the engine (docker system df) and its log; if the archive itself is "
            + "damaged, build the image again with 'slipway build --force'"));

    private async Task<(string? Refusal, long Sent)> SendAsync(
        EngineImageLayers expected,
        int skip,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        using var content = new ArchiveContent((stream, token) => writeArchive(skip, stream, token));
        try
        {
            var (accepted, answer) = await api.LoadAsync(content, cancellationToken);
            string? error = accepted
                ? EngineAnswer.FindError(answer)
                : ApiErrors.ReadMessage(System.Text.Encoding.UTF8.GetString(answer)) ?? "it does not say why";
            return (error is null ? null : ArchiveForm.Reason(error, skip), content.BytesSent);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            content.ThrowIfFailed();
            if (!ApiErrors.IsConnectionFailure(exception))
            {
                throw;
            }

            // An engine that has seen enough closes the connection; one that has died does not answer at all.
            return await api.IsAliveAsync()
                ? ("it stopped reading the archive", content.BytesSent)
                : throw ApiErrors.Lost(api.Endpoint, $"load the image {expected.ImageHash.Short}", exception);
        }
    }
}
