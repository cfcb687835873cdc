using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Text;

namespace Slipway.Archives.Docker;

/// <summary>What is wrong with the archive of an image, as diagnostics.</summary>
public static class ArchiveErrors
{
    public static SlipwayException Damaged(string what, Exception? exception = null) => new(
        new Diagnostic(
            ArchiveCodes.Damaged,
            $"The image's archive is damaged: {what}",
            "Try again; when it happens again, look at the engine's log: "
            + "it ended the archive too early or wrote it wrongly."),
        exception);

    public static SlipwayException Refused(string what) => new(
        new Diagnostic(
            ArchiveCodes.Refused,
            $"The image's archive is refused: {what}",
            "Find out where the archive comes from: no engine writes such a thing."));

    /// <summary>An archive of no image, or of several, which engines write when they are asked for it.</summary>
    /// <param name="list">The document that lists them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="which">Says more of them; empty for nothing.</param>
    public static SlipwayException NotOne(string list, int count, string which) => new(
        new Diagnostic(
            ArchiveCodes.Refused,
            $"The image's archive is refused: its {list} does not list exactly one image, but {count}{which}",
            "Write one image alone, of one platform: `docker save NAME:TAG`, because a name without a tag means all of "
            + "its tags; `skopeo copy` takes one image out of a layout."));

    public static SlipwayException TooLarge(string what, long limit) => new(
        new Diagnostic(
            ArchiveCodes.TooLarge,
            $"The image's archive is refused: {what} has more than {limit} bytes",
            "Make the image smaller; a tree of images does better with several small layers."));

    public static SlipwayException Expands(long allowed) => new(
        new Diagnostic(
            ArchiveCodes.Expands,
            $"The image's archive is refused: it expands to more than {allowed} bytes, "
            + "which is out of proportion to its size",
            $"Find out who made it. If it is right, allow more by {ExpansionLimit.Variable}, in GiB."));

    public static SlipwayException OtherImage(string what) => new(
        new Diagnostic(
            ArchiveCodes.OtherImage,
            $"The archive holds another image than was asked for: {what}",
            "Try again; when it happens again, report it with the engine's version."));

    /// <summary>A name out of the archive in a message.</summary>
    public static string Quoted(string name) => $"'{Display.Text(name)}'";
}
