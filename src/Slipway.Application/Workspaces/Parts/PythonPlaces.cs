namespace Slipway.Application.Workspaces.Parts;

/// <summary>Where Python packages are installed on this machine. Python is not run.</summary>
/// <param name="variable">The variables of the environment.</param>
/// <param name="system">The folder that holds <c>usr</c>.</param>
internal sealed class PythonPlaces(Func<string, string?> variable, string system = "/")
{
    // Debian's Python has dist-packages, and one without a minor version that all its releases share.
    private static readonly string[] PackageFolders = ["site-packages", "dist-packages"];

    /// <summary>
    /// The folders <c>site-packages</c> and <c>dist-packages</c>, the ones nearest to the tree first.
    /// </summary>
    /// <param name="root">The root of the tree.</param>
    /// <param name="program">A program of the package that is looked for: where it is installed, the package is
    /// too.</param>
    public IEnumerable<string> Find(string root, string program) =>
        Prefixes(root, program)
            .SelectMany(prefix => PackagesBelow(prefix))
            .Select(folder => Path.GetFullPath(folder))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Folders with a <c>lib/python3.…</c> in them.</summary>
    private IEnumerable<string> Prefixes(string root, string program)
    {
        if (variable("VIRTUAL_ENV") is { Length: > 0 } active)
        {
            yield return active;
        }

        yield return Path.Join(root, ".venv");
        yield return Path.Join(root, "venv");
        foreach (string folder in (variable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            // pipx and uv make links to the programs of environments of their own.
            if (Path.IsPathRooted(folder) && RealFile(Path.Join(folder, program)) is { } file)
            {
                yield return Path.Join(Path.GetDirectoryName(file), "..");
            }
        }

        if (variable("HOME") is { Length: > 0 } home)
        {
            yield return Path.Join(home, ".local");
        }

        yield return Path.Join(system, "usr/local");
        yield return Path.Join(system, "usr");
    }

    private static string? RealFile(string path)
    {
        try
        {
            return !File.Exists(path) ? null
                : new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> PackagesBelow(string prefix)
    {
        string[] libraries;
        try
        {
            string lib = Path.Join(prefix, "lib");
            libraries = Directory.Exists(lib) ? Directory.GetDirectories(lib, "python3*") : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            libraries = [];
        }

        return libraries
            .Order(StringComparer.Ordinal)
            .SelectMany(_ => PackageFolders, Path.Join)
            .Where(Directory.Exists);
    }
}
