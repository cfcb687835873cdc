using System.Collections.Immutable;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Archives.Docker;
using Slipway.Files.Scratch;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Documents;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Trusting;

/// <summary>Downloads artifacts to hash them, and looks into them while their bytes pass.</summary>
internal sealed class ArtifactInspector(ITaskArtifacts artifacts, ExpansionLimit expansion)
{
    /// <returns>The hashes, and what is inside; null when the artifact was not published.</returns>
    public Task<ArtifactBody?> HashAsync(
        TaskId task, ArtifactName artifact, ExpectedArtifact? expected, CancellationToken cancellationToken) =>
        expected?.Content switch
        {
            ContentKind.Image => HashImageAsync(task, artifact, cancellationToken),
            ContentKind.Context => HashContextAsync(
                task, artifact, expected.Dockerfiles, cancellationToken),
            _ => HashOnlyAsync(task, artifact, cancellationToken),
        };

    private async Task<ArtifactBody?> HashOnlyAsync(
        TaskId task, ArtifactName artifact, CancellationToken cancellationToken)
    {
        using var hashes = new HashingStream();
        return await artifacts.DownloadAsync(task, artifact, hashes, null, cancellationToken) is null
            ? null
            : ArtifactBody.Hashed(hashes.Finish());
    }

    private async Task<ArtifactBody?> HashImageAsync(
        TaskId task, ArtifactName artifact, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, string>? found = null;
        var contents = await StreamPipe.RunAsync(
            async (destination, token) =>
            {
                using var hashes = new HashingStream(destination);
                if (await artifacts.DownloadAsync(task, artifact, hashes, null, token) is not null)
                {
                    found = hashes.Finish();
                }
            },
            LookIntoImageAsync,
            cancellationToken);
        return found is null ? null : ArtifactBody.Hashed(found, contents);
    }

    private async Task<ArtifactContents> LookIntoImageAsync(Stream archive, CancellationToken cancellationToken)
    {
        ArtifactContents contents;
        try
        {
            var image = await ImageInspection.HashAsync(archive, expansion, cancellationToken);
            contents = new ArtifactContents { Image = image.ToOciString() };
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            contents = new ArtifactContents { Fault = failure.Diagnostics[0].Message };
        }

        // Its hash is that of all of its bytes, whatever they are.
        await archive.CopyToAsync(Stream.Null, cancellationToken);
        return contents;
    }

    private async Task<ArtifactBody?> HashContextAsync(
        TaskId task,
        ArtifactName artifact,
        ImmutableSortedSet<string> dockerfiles,
        CancellationToken cancellationToken)
    {
        // A tar that is compressed is read twice, which a stream cannot be.
        using var folder = ScratchFolder.Create(ScratchPurpose.Clone);
        string path = Path.Join(folder.Path, "context");
        ImmutableDictionary<string, string> found;
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            using var hashes = new HashingStream(file);
            if (await artifacts.DownloadAsync(task, artifact, hashes, null, cancellationToken) is null)
            {
                return null;
            }

            found = hashes.Finish();
        }

        return ArtifactBody.Hashed(found, await LookIntoContextAsync(path, dockerfiles, cancellationToken));
    }

    // Hardly ever is there more than one Dockerfile, so each gets a pass of its own.
    private async Task<ArtifactContents> LookIntoContextAsync(
        string path, ImmutableSortedSet<string> dockerfiles, CancellationToken cancellationToken)
    {
        var contents = new ArtifactContents();
        foreach (string dockerfile in dockerfiles)
        {
            try
            {
                await using var reader = ContextReader.Open(
                    path, ContextLimits.Default with { Expansion = expansion });
                var scan = new ContextScan(reader, dockerfile, ContextLimits.Default);
                await scan.RunAsync(cancellationToken);
                contents = contents with
                {
                    Tar = reader.FinishHash().ToString(),
                    Dockerfiles = contents.Dockerfiles.SetItem(dockerfile, scan.Dockerfile),
                };
            }
            catch (SlipwayException failure)
            {
                contents = contents with
                {
                    Fault = failure.Diagnostics[0].Message,
                    Dockerfiles = contents.Dockerfiles.SetItem(dockerfile, null),
                };
            }
        }

        return contents;
    }

    private static bool IsTheArchives(DiagnosticCode code) =>
        code == ArchiveCodes.Damaged
        || code == ArchiveCodes.Refused
        || code == ArchiveCodes.TooLarge
        || code == ArchiveCodes.Expands;
}
