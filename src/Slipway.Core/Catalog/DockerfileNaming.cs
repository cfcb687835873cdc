using System.Collections.Immutable;
using Slipway.Core.Contexts;

namespace Slipway.Core.Catalog;

/// <summary>Which files are Dockerfiles by their names, and which folders are not the tree's own.</summary>
public static class DockerfileNaming
{
    private const string Usual = BuildContext.DockerfilePath;

    private static readonly ImmutableArray<string> Foreign = ["node_modules", "vendor", "third_party"];

    // Text from which a Dockerfile is made, or that speaks of one.
    private static readonly ImmutableArray<string> NotBuilt =
    [
        ".dockerignore", ".template", ".tmpl", ".tpl", ".in", ".j2", ".jinja", ".jinja2", ".erb", ".mustache", ".m4",
        ".md", ".sh", ".yml", ".yaml", ".orig", ".bak", ".rej", ".patch",
    ];

    /// <summary>Whether a file is a Dockerfile, under the usual name or another.</summary>
    public static bool IsDockerfile(string name) => name == Usual || IsOtherName(name);

    /// <summary>Whether a file is a Dockerfile under another name than the usual one.</summary>
    public static bool IsOtherName(string name) =>
        !NotBuilt.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        && (name.StartsWith($"{Usual}.", StringComparison.Ordinal)
            || name.StartsWith($"{Usual}-", StringComparison.Ordinal)
            || name.EndsWith($".{Usual}", StringComparison.OrdinalIgnoreCase)
            // BuildKit's clients take this one too where there is no other.
            || (name != Usual && name.Equals(Usual, StringComparison.OrdinalIgnoreCase))
            || name == "Containerfile"
            || name.StartsWith("Containerfile.", StringComparison.Ordinal));

    /// <summary>Whether a folder is hidden, or where package managers put what others wrote.</summary>
    public static bool IsForeign(string name) => name.StartsWith('.') || Foreign.Contains(name);

    /// <summary>What a Dockerfile of another name is called besides: <c>dev</c> of <c>Dockerfile.dev</c>.</summary>
    /// <returns>Empty for the usual names.</returns>
    public static string VariantOf(string name) =>
        name.StartsWith($"{Usual}.", StringComparison.Ordinal) || name.StartsWith($"{Usual}-", StringComparison.Ordinal)
            ? name[(Usual.Length + 1)..]
        : name.EndsWith($".{Usual}", StringComparison.OrdinalIgnoreCase) ? name[..^(Usual.Length + 1)]
        : name.StartsWith("Containerfile.", StringComparison.Ordinal) ? name["Containerfile.".Length..]
        : string.Empty;
}
