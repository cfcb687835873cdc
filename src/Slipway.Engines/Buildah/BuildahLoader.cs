using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>Loads an archive, the whole of it, from a file: Buildah reads its parts in an order of its own.</summary>
internal sealed class BuildahLoader(BuildahTool buildah, BuildahImages images)
{
    public async Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken)
    {
        if (await IsPresentAsync(expected, cancellationToken))
        {
            return new LoadResult(0, expected.DiffIds.Length, 0);
        }

        using var folder = buildah.CreateFolder();
        string file = Path.Combine(folder.Path, "image.tar");
        long size = await WriteAsync(file, writeArchive, cancellationToken);
        var output = await buildah.Runner.ReadAsync(
            buildah.CommandIn(folder.Path, ["pull", "--quiet", $"docker-archive:{file}"]), default, cancellationToken);
        if (output.ExitCode != 0)
        {
            throw Refused(expected, output.ExitCode, output.Errors);
        }

        return await IsPresentAsync(expected, cancellationToken)
            ? new LoadResult(expected.DiffIds.Length, 0, size)
            : throw LoadedOther(expected);
    }

    private async Task<bool> IsPresentAsync(EngineImageLayers expected, CancellationToken cancellationToken) =>
        await images.FindAsync(expected.ImageHash.ToString(), cancellationToken) is { } image
        && image.ImageHash == expected.ImageHash
        && image.DiffIds.SequenceEqual(expected.DiffIds);

    private async Task<long> WriteAsync(
        string file, Func<int, Stream, CancellationToken, Task> writeArchive, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        var outbound = new OutboundStream(stream);
        try
        {
            await writeArchive(0, outbound, cancellationToken);
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

    private static SlipwayException Refused(EngineImageLayers expected, int exitCode, string said) =>
        new(
            new Diagnostic(
                EngineCodes.LoadRefused,
                $"Buildah refused the image {expected.ImageHash.Short}: {BuildahErrors.Reason(exitCode, said)}",
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
