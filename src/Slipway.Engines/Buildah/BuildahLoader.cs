using Slipway.Engines.Direct;
using Slipway.Engines.Errors;
using Slipway.Engines.Loading;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>
/// Loads an archive, with no more of it than Buildah lacks, from a file: Buildah reads its parts in its own order.
/// </summary>
/// <param name="buildah">The command.</param>
/// <param name="images">What it tells of images.</param>
/// <param name="folder">Where the images are; null when that may not be read.</param>
internal sealed class BuildahLoader(BuildahTool buildah, BuildahImages images, StorageFolder? folder)
{
    private readonly StoragePresence _presence = new(
        folder,
        new ToldPresence((id, token) => images.FindAsync(id[Sha256Digest.OciPrefix.Length..], token)),
        EngineNames.Buildah);

    public async Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        int layers = expected.DiffIds.Length;
        if (await _presence.IsThereAsync(expected, cancellationToken))
        {
            return new LoadResult(0, layers, 0);
        }

        int skipped = folder?.CountPresent(expected.DiffIds) ?? 0;
        var (refusal, sent) = await PullAsync(skipped, writeArchive, cancellationToken);
        if (refusal is not null && skipped > 0)
        {
            skipped = 0;
            (refusal, long again) = await PullAsync(skipped, writeArchive, cancellationToken);
            sent += again;
        }

        if (refusal is not null)
        {
            throw Refused(expected, refusal);
        }

        return await _presence.IsTakenAsync(expected, cancellationToken)
            ? new LoadResult(layers - skipped, skipped, sent)
            : throw LoadedOther(expected);
    }

    /// <returns>Why Buildah did not take it, or null; and the bytes of the archive.</returns>
    private async Task<(string? Refusal, long Sent)> PullAsync(
        int skip, Func<int, Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        using var scratch = buildah.CreateFolder();
        string file = Path.Combine(scratch.Path, "image.tar");
        long size = await WriteAsync(file, skip, writeArchive, cancellationToken);
        var output = await buildah.Runner.ReadAsync(
            buildah.CommandIn(scratch.Path, ["pull", "--quiet", $"{ArchiveForm.Of(skip)}:{file}"]),
            default,
            cancellationToken);
        return (output.ExitCode == 0 ? null : BuildahErrors.Reason(output.ExitCode, output.Errors), size);
    }

    private async Task<long> WriteAsync(
        string file,
        int skip,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        var outbound = new OutboundStream(stream);
        try
        {
            await writeArchive(skip, outbound, cancellationToken);
            await outbound.FlushAsync(cancellationToken);
            return outbound.BytesWritten;
        }
        catch (IOException exception) when (outbound.IsBroken)
        {
            throw BuildahErrors.Refused(
                "load an image",
                0,
                $"the archive cannot be put down in {buildah.TemporaryFolder}: {exception.Message}");
        }
    }

    private static SlipwayException Refused(EngineImageLayers expected, string reason) =>
        OtherLayers.FindIn(reason) is { } other
        ? OtherLayers.Found(EngineNames.Buildah, other)
        : new(
            new Diagnostic(
                EngineCodes.LoadRefused,
                $"Buildah refused the image {expected.ImageHash.Short}: {reason}",
                "Check the room on the disk of its images; if the archive itself is damaged, "
                + "build the image again with 'slipway build --force'"));

    private static SlipwayException LoadedOther(EngineImageLayers expected) =>
        new(
            new Diagnostic(
                EngineCodes.LoadedOther,
                $"The archive was loaded, but Buildah has no image {expected.ImageHash.Short} "
                + "with the layers that it should have",
                "Do not use what was loaded; run 'slipway fsck', then build the image again "
                + "with 'slipway build --force'"));
}
