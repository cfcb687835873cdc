using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Engines.Buildah;

/// <summary>Turns what Buildah says into words.</summary>
internal static class BuildahErrors
{
    private const string Prefix = "Error: ";

    // containers/storage, types/errors.go (ErrImageUnknown).
    public static bool IsUnknownImage(string said) => said.Contains("image not known", StringComparison.Ordinal);

    /// <param name="what">What it was asked to do.</param>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="said">What it printed to standard error.</param>
    public static SlipwayException Refused(string what, int exitCode, string? said) =>
        new(
            new Diagnostic(
                EngineCodes.BuildahFailed,
                $"Buildah did not {what}: {Reason(exitCode, said)}",
                "Check the room on the disk of its images; 'slipway doctor' shows where they are"));

    public static SlipwayException Unknown(ImageHash image) =>
        new(
            new Diagnostic(
                EngineCodes.ImageUnknown,
                $"Buildah does not have the image {image.Short}",
                "Load it again ('slipway load'): it was removed in the meantime"));

    public static SlipwayException Unusable(int exitCode, string? said) =>
        new(
            new Diagnostic(
                EngineCodes.BuildahUnusable,
                $"Buildah cannot keep images here: {Reason(exitCode, said)}",
                "Run as root, or in a user namespace ('buildah unshare'). Within a container allow it to mount "
                + "(docker run --cap-add SYS_ADMIN) or to make a user namespace (--security-opt seccomp=unconfined), "
                + "and set STORAGE_DRIVER=vfs when it is the storage driver that fails"));

    public static SlipwayException SaveFailed(ImageHash image, int exitCode, string? said) =>
        new(
            new Diagnostic(
                EngineCodes.BuildahSaveFailed,
                $"Buildah ended while it saved the image {image.Short}: {Reason(exitCode, said)}",
                "Check the room on the disk of its images, then run the command again"));

    public static SlipwayException OptionUnknown(string option) =>
        new(
            new Diagnostic(
                EngineCodes.BuildahOption,
                $"Buildah has no {option}: its containers use the network of the machine",
                "Leave the option out, or run the image with Docker or Podman (--engine)"));

    public static SlipwayException NothingToRun(ImageHash image) =>
        new(
            new Diagnostic(
                EngineCodes.NothingToRun,
                $"The image {image.Short} has neither an ENTRYPOINT nor a CMD",
                "Say what to run, behind --"));

    /// <summary>What it said that tells why, both ends of it.</summary>
    public static string Reason(int exitCode, string? said)
    {
        // What it says of itself counts, not what is logged while it cleans up.
        var lines = (said ?? string.Empty)
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0)
            .ToList();
        string? last =
            lines.LastOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        if (last is null)
        {
            return $"it ended with exit code {exitCode} and said nothing";
        }

        const int LongestLine = 300;
        return Display.Ends(
            Display.WithoutCredentials(
                last.StartsWith(Prefix, StringComparison.Ordinal) ? last[Prefix.Length..] : last),
            LongestLine);
    }
}
