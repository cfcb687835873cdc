namespace Slipway.Cli.Json;

/// <summary>What <c>export --json</c> answers.</summary>
/// <param name="File">The file or folder, as it was given.</param>
/// <param name="Format"><c>docker-archive</c>, <c>oci-archive</c> or <c>oci</c>.</param>
/// <param name="ImageHash">The image ID: SHA-256 of its config.</param>
/// <param name="Tags">The names that it has in the file.</param>
internal sealed record ExportDocument(string File, string Format, string ImageHash, IReadOnlyList<string> Tags);
