using System.Reflection;
using Slipway.Files.Libraries;

namespace Slipway.Cli.Help;

/// <summary>What the program is made of, as it was written into it when it was built.</summary>
internal static class ProgramParts
{
    /// <summary>The packages whose code is in the program, by name.</summary>
    public static IReadOnlyList<ProgramPart> Packages { get; } =
    [
        .. Lines("parts/packages")
            .Select(line => line.Split(' '))
            .Where(words => words.Length == 2)
            .Select(words => new ProgramPart(words[0], words[1], null, null))
            .Distinct()
            .OrderBy(part => part.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The native libraries that the program carries, by file; none in a program that was only built, which has them
    /// beside it.
    /// </summary>
    public static IReadOnlyList<ProgramPart> Libraries { get; } = ReadLibraries();

    private static IReadOnlyList<ProgramPart> ReadLibraries()
    {
        var packages = Lines("parts/libraries")
            .Select(line => line.Split(' '))
            .Where(words => words.Length == 3)
            .GroupBy(words => words[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return
        [
            .. CarriedLibraries.SumsOf(typeof(ProgramParts).Assembly)
                .OrderBy(sum => sum.Key, StringComparer.Ordinal)
                .Select(sum => packages.TryGetValue(sum.Key, out string[]? from)
                    ? new ProgramPart(sum.Key, from[2], from[1], sum.Value)
                    : new ProgramPart(sum.Key, null, null, sum.Value)),
        ];
    }

    private static string[] Lines(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource);
        if (stream is null)
        {
            return [];
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A part of the program.</summary>
/// <param name="Name">Of a package its name, of a library that of its file.</param>
/// <param name="Version">That of the package; null for a library of a machine.</param>
/// <param name="Package">The package that a library comes from.</param>
/// <param name="Sha256">What a library hashes to, in hexadecimal digits.</param>
internal sealed record ProgramPart(string Name, string? Version, string? Package, string? Sha256);
