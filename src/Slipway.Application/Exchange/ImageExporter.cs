using System.Collections.Immutable;
using System.IO.Compression;
using Slipway.Application.Files;
using Slipway.Application.Published;
using Slipway.Application.Publishing;
using Slipway.Application.Requests;
using Slipway.Application.Running;
using Slipway.Application.Workspaces.Parts;
using Slipway.Archives.Docker;
using Slipway.Archives.Layers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;

namespace Slipway.Application.Exchange;

/// <summary>Writes images of the index to files, building nothing and needing no engine.</summary>
internal sealed class ImageExporter(WorkspaceParts parts)
{
    // What zstd itself takes by default.
    private const int ZstdLevel = 3;

    /// <param name="request">Which image, and under which names.</param>
    /// <param name="form">How.</param>
    /// <param name="file">The file or, for a layout, the folder, which must not hold anything.</param>
    /// <param name="standardOutput">Gets the archive instead; null for the file.</param>
    /// <param name="cancellationToken">Stops it; then there is no file.</param>
    /// <exception cref="SlipwayException">There is no such image, or the file cannot be written.</exception>
    public async Task<ExportedImage> ExportAsync(
        LoadRequest request,
        ExportForm form,
        string file,
        Stream? standardOutput,
        CancellationToken cancellationToken)
    {
        var target = await new LoadTargetFinder(parts).FindAsync(request, cancellationToken);
        var tags = request.Tags.IsEmpty ? target.Tags : request.Tags;
        var annotations = form.Kind == ExportKind.DockerArchive
            ? ImmutableSortedDictionary<string, string>.Empty
            : await AnnotationsAsync(target, cancellationToken);
        await parts.Feedback.ShowAsync($"exporting {target.Description}", async progress =>
        {
            if (form.Kind == ExportKind.OciLayout)
            {
                await WriteFolderAsync(target.Image, tags, form, annotations, file, cancellationToken);
            }
            else if (standardOutput is not null)
            {
                await WriteAsync(
                    target.Image, tags, form, annotations, standardOutput, progress, cancellationToken);
            }
            else
            {
                await OutputFile.WriteAsync(
                    file,
                    (stream, token) => WriteAsync(target.Image, tags, form, annotations, stream, progress, token),
                    cancellationToken);
            }

            return true;
        });
        return new ExportedImage(target.Description, target.Image, tags);
    }

    /// <summary>As a push of it says; an image whose build is not known says nothing.</summary>
    private async Task<ImmutableSortedDictionary<string, string>> AnnotationsAsync(
        LoadTarget target, CancellationToken cancellationToken) =>
        target.Build is { } id ? PushAnnotations.Of(await parts.Store.Builds.FindAsync(id, cancellationToken))
        : ImmutableSortedDictionary<string, string>.Empty;

    private async Task WriteAsync(
        StoredImage image,
        ImmutableArray<string> tags,
        ExportForm form,
        ImmutableSortedDictionary<string, string> annotations,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        await using var compressed = form.Compression switch
        {
            ExportCompression.Gzip => new GZipStream(destination, CompressionLevel.Optimal, leaveOpen: true),
            ExportCompression.Zstd => LayerCompression.CompressArchive(destination, ZstdLevel),
            _ => (Stream?)null,
        };
        var stream = compressed ?? destination;
        if (form.Kind == ExportKind.DockerArchive)
        {
            await parts.Store.Images.WriteArchiveAsync(
                image, tags, skipLayers: 0, new Unflushed(stream, compressed is not null), progress, cancellationToken);
            return;
        }

        var writer = new ArchiveWriter(new Unflushed(stream, compressed is not null), progress);
        await new OciExport(parts.Store.Images, new OciTar(writer))
            .WriteAsync(image, tags, form.Layers, annotations, cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private async Task WriteFolderAsync(
        StoredImage image,
        ImmutableArray<string> tags,
        ExportForm form,
        ImmutableSortedDictionary<string, string> annotations,
        string file,
        CancellationToken cancellationToken)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(file));
        string waiting = $"{folder}.slipway-{Path.GetRandomFileName()}";
        try
        {
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                throw new IOException("It is there already, and is no empty folder.");
            }

            Directory.CreateDirectory(waiting);
            await new OciExport(parts.Store.Images, new OciFolder(waiting))
                .WriteAsync(image, tags, form.Layers, annotations, cancellationToken);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.Move(waiting, folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    RequestCodes.CannotWrite,
                    $"{file} cannot be written: {problem.Message}",
                    "Name a folder that does not exist yet, in one that may be written to and has room."),
                problem);
        }
        finally
        {
            if (Directory.Exists(waiting))
            {
                Directory.Delete(waiting, recursive: true);
            }
        }
    }
}

/// <summary>What was exported.</summary>
/// <param name="Description">What to call it.</param>
/// <param name="Image">The image in the store.</param>
/// <param name="Tags">The names that it has in the file.</param>
public sealed record ExportedImage(string Description, StoredImage Image, ImmutableArray<string> Tags);
