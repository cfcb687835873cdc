using System.Collections.Immutable;
using Slipway.Application.Building;
using Slipway.Application.Digests;
using Slipway.Application.Files;
using Slipway.Application.Running;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Archives.Docker;
using Slipway.Core.Digests;
using Slipway.Engines.Loading;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Streams;
using Slipway.Model.Values;
using Slipway.Review.References;
using Slipway.Trust.Policies;

namespace Slipway.Application.Exchange;

/// <summary>Takes an image out of a file into the store, and makes it available in the engine.</summary>
/// <remarks>
/// Everything in it is checked against what it says of itself. Where it comes from nobody can say, so the index gets
/// no entry, and none of the names that stand in it are taken over.
/// </remarks>
internal sealed class ImageImporter(WorkspaceParts parts)
{
    private const string BlobFolder = "blobs/sha256";

    /// <param name="file">A docker-archive or an OCI archive, plain or compressed with gzip or zstd; a folder that is
    /// an OCI layout; <c>-</c> for standard input.</param>
    /// <param name="tags">The tags that the image gets in the engine.</param>
    /// <param name="cancellationToken">Stops it; the store is as it was before.</param>
    /// <exception cref="SlipwayException">It cannot be read, is damaged, or holds several images.</exception>
    public async Task<LoadedImage> ImportAsync(
        string file, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        var engine = await parts.EngineWithoutTreeAsync(cancellationToken);
        var put = await parts.Feedback.ShowAsync(
            $"reading {file}", progress => ReadAsync(file, progress, cancellationToken));
        await AdmitAsync(
            new UsedImage(new BuiltImage(BuildId.New(), put.Image.ImageHash))
            {
                BundleFile = file + FileStatements.Extension,
            },
            tags,
            cancellationToken);
        var transfer = await parts.Feedback.ShowAsync(
            $"loading {put.Image.ImageHash.Short}",
            progress => new EngineImages(engine, parts.Store.Images).LoadAsync(put.Image, progress, cancellationToken));
        await engine.TagAsync(put.Image.ImageHash, tags, cancellationToken);
        return new LoadedImage(file, null, put.Image, tags, transfer);
    }

    /// <summary>Asks for it as what it is imported as: whoever builds on the name of an image means the tree's.
    /// </summary>
    private async Task AdmitAsync(UsedImage image, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        if (await parts.Guards.Statements.EnforcementAsync(cancellationToken) is Enforcement.Off)
        {
            return;
        }

        ImageName[] names =
        [
            .. tags
                .Select(LocalTags.NameOf)
                .OfType<ImageName>()
                .Where(name => parts.CatalogIfAny?.Find(name) is not null)
                .Distinct(),
        ];
        if (names.Length == 0)
        {
            await parts.Guards.Statements.AdmitAsync([image], cancellationToken);
            return;
        }

        var inputs = await new TreeDigests(parts.Tree, parts.Catalog, parts.DigestCache)
            .ComputeAsync(names, new ImageProblems(), cancellationToken);
        var tree = UsedImage.TreeOf(parts.Catalog, inputs);
        await parts.Guards.Statements.AdmitAsync(
            [.. names.Select(name => image with { Name = name, Tree = tree })], cancellationToken);
    }

    private async Task<PutResult> ReadAsync(
        string file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(file))
            {
                return await StreamPipe.RunAsync(
                    (destination, token) => WriteLayoutAsync(file, destination, token),
                    (source, token) => PutAsync(source, progress, token),
                    cancellationToken);
            }

            await using var stream = await NamedInput.OpenAsync(file, parts.OpenStandardInput, cancellationToken);
            return await PutAsync(stream, progress, cancellationToken);
        }
        catch (SlipwayException problem)
        {
            throw new SlipwayException([.. problem.Diagnostics.Select(found => Placed(found, file))], problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    ResolveCodes.CannotRead,
                    $"{file} cannot be read: {problem.Message}",
                    "Name an archive of an image, a folder that is an OCI layout, or - for standard input."),
                problem);
        }
    }

    private Task<PutResult> PutAsync(Stream archive, IProgress<long>? progress, CancellationToken cancellationToken) =>
        parts.Store.Images.PutForeignAsync(BuildId.New(), archive, null, progress, cancellationToken);

    /// <summary>
    /// What is wrong with an archive is said of the file, and what mends it is not the engine's affair: no engine wrote
    /// it here.
    /// </summary>
    private static Diagnostic Placed(Diagnostic problem, string file)
    {
        bool isWriters = problem.Code == ArchiveCodes.Damaged || problem.Code == ArchiveCodes.OtherImage;
        return problem with
        {
            Location = problem.Location
                ?? new SourceLocation(file == InputFile.StandardInput ? "standard input" : file),
            Remedy = isWriters
                ? "Fetch the file again, or write it again: it is no whole docker-archive, OCI archive or OCI layout."
                : problem.Remedy,
        };
    }

    /// <summary>A layout as the tar that it would be.</summary>
    private static async Task WriteLayoutAsync(string folder, Stream destination, CancellationToken cancellationToken)
    {
        var writer = new ArchiveWriter(destination, null);
        var tar = new OciTar(writer);
        string[] names =
        [
            "index.json",
            .. Directory.EnumerateFiles(Path.Join(folder, BlobFolder))
                .Select(path => $"{BlobFolder}/{Path.GetFileName(path)}")
                .Where(name => name.Length <= BlobFolder.Length + 65)
                .Order(StringComparer.Ordinal),
        ];
        foreach (string name in names)
        {
            await using var file = File.OpenRead(Path.Join(folder, name));
            await tar.PutAsync(name, file.Length, file, cancellationToken);
        }

        await writer.EndAsync(cancellationToken);
    }
}
