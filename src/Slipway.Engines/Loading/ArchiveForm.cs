namespace Slipway.Engines.Loading;

/// <summary>As what Podman and Buildah read an archive (containers-transports(5)).</summary>
/// <remarks>
/// An archive that leaves layers out is an OCI layout as well as a docker-archive. Of a docker-archive they want every
/// layer that its manifest names (containers/image, <c>docker/internal/tarfile/src.go</c>), of a layout those that they
/// lack; but a layout is unpacked first, which for a whole image takes a sixth longer.
/// </remarks>
internal static class ArchiveForm
{
    /// <param name="skip">How many layers are left out.</param>
    public static string Of(int skip) => skip > 0 ? "oci-archive" : "docker-archive";

    /// <summary>
    /// Why an engine refused an archive, without the forms that it is not and that Podman tries all the same.
    /// </summary>
    public static string Reason(string refusal, int skip)
    {
        string mark = $" * {Of(skip)}: ";
        return refusal.Split('\n').FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)) is { } line
            ? line[mark.Length..]
            : refusal;
    }
}
