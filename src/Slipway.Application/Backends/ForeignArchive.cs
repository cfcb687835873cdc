using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Backends;

/// <summary>Takes archives into a store that no engine of this machine wrote: what is wrong with them is said by name.
/// </summary>
internal static class ForeignArchive
{
    /// <param name="store">Where it goes.</param>
    /// <param name="build">The build that it is the image of.</param>
    /// <param name="what">What the archive is, for people: the path of a file, or whose artifact.</param>
    /// <param name="remedy">What to do when it cannot be taken.</param>
    /// <param name="archive">Its bytes.</param>
    /// <param name="passage">Who else is to see it; null for nobody.</param>
    /// <exception cref="SlipwayException">It is damaged, refused, or holds several images.</exception>
    public static async Task<PutResult> TakeAsync(
        IImageStore store,
        BuildId build,
        string what,
        string remedy,
        Stream archive,
        Passage? passage,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await store.PutForeignAsync(build, archive, passage, progress, cancellationToken);
        }
        catch (SlipwayException failure) when (IsTheArchives(failure.Diagnostics[0].Code))
        {
            var said = failure.Diagnostics[0];
            throw new SlipwayException(
                said with
                {
                    Message = $"{what} cannot be taken: {said.Message}",
                    // How to allow more is said where too much came.
                    Remedy = said.Code == ArchiveCodes.Expands ? said.Remedy : remedy,
                },
                failure);
        }
    }

    private static bool IsTheArchives(DiagnosticCode code) =>
        code == ArchiveCodes.Damaged
        || code == ArchiveCodes.Refused
        || code == ArchiveCodes.TooLarge
        || code == ArchiveCodes.Expands;
}
