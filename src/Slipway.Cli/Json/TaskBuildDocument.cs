namespace Slipway.Cli.Json;

/// <summary>What an image's task made, as <c>build-task --json</c> gives it.</summary>
/// <param name="ImageHash">The image ID, 64 digits.</param>
/// <param name="Tag">The tag under which the archive holds the image.</param>
/// <param name="Layers">The diff IDs, the lowest layer first.</param>
/// <param name="File">The path of the file.</param>
/// <param name="Sha256">SHA-256 of the file: what a worker writes down, and what a task that runs
/// in the image is held against.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="ArchiveSize">Bytes of the tar in it.</param>
/// <param name="Uploaded">Whether it became an artifact here.</param>
/// <param name="ChainOfTrust">The path of the chain of trust; null when none was written.</param>
/// <param name="Signature">The path of its signature; null when it is not signed.</param>
internal sealed record TaskBuildDocument(
    string ImageHash,
    string Tag,
    IReadOnlyList<string> Layers,
    string File,
    string Sha256,
    long Size,
    long ArchiveSize,
    bool Uploaded,
    string? ChainOfTrust,
    string? Signature);
