namespace Slipway.Cli.Json;

/// <summary><c>slipway --version --json</c></summary>
/// <param name="Version">The version.</param>
/// <param name="Commit">The commit from which it was built; null when that is not known.</param>
/// <param name="Runtime">The runtime that is in it, or that runs it.</param>
/// <param name="Platform">What it runs on: <c>linux-x64</c>.</param>
/// <param name="Compilation"><c>native</c> when it was compiled ahead of time, else <c>jit</c>.</param>
/// <param name="Libraries">The native libraries that it carries.</param>
/// <param name="Packages">The packages whose code is in it.</param>
internal sealed record VersionDocument(
    string Version,
    string? Commit,
    string Runtime,
    string Platform,
    string Compilation,
    IReadOnlyList<PartDocument> Libraries,
    IReadOnlyList<PartDocument> Packages);

/// <summary>A part of the program.</summary>
/// <param name="Name">Of a package its name, of a library that of its file.</param>
/// <param name="Version">That of the package; null when it comes from a machine.</param>
/// <param name="Package">The package that a library comes from.</param>
/// <param name="Sha256">What a library hashes to.</param>
internal sealed record PartDocument(string Name, string? Version, string? Package, string? Sha256);
