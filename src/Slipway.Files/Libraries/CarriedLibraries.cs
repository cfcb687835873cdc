using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Libraries;

/// <summary>
/// The native libraries that the program carries in itself, so that it is one file which runs wherever it is copied.
/// </summary>
/// <remarks>
/// They are resources of the program, put there when it is published (see its project file). A program that was only
/// built carries none; there the runtime finds them among the packages, as ever.
/// </remarks>
public static class CarriedLibraries
{
    /// <summary>The start of the names of the resources that are libraries.</summary>
    private const string Prefix = "native/";

    /// <summary>What all of them should hash to, as <c>sha256sum</c> writes it.</summary>
    private const string SumsResource = Prefix + "sha256";

    /// <summary>Who calls native libraries, and by which names.</summary>
    private static readonly (string Caller, string Library)[] Calls =
    [
        ("SQLitePCLRaw.provider.e_sqlite3", "e_sqlite3"),
        ("ZstdNet", "libzstd"),
        ("NSec.Cryptography", "libsodium"),
    ];

    private static readonly ConcurrentDictionary<string, Lazy<string>> Loaded = new(StringComparer.Ordinal);

    /// <summary>
    /// Lets every caller of a library find the one that is carried. Nothing is loaded before it is called.
    /// </summary>
    /// <param name="carrier">The program.</param>
    /// <exception cref="SlipwayException">There is no OpenSSL here, or a damaged one in the program.</exception>
    public static void OfferFrom(Assembly carrier)
    {
        if (OperatingSystem.IsLinux())
        {
            var openSsl = new OpenSslLibraries(
                file => carrier.GetManifestResourceStream($"{Prefix}{file}.gz"),
                file => NativeLibrary.TryLoad(file, out _));
            foreach (var library in openSsl.Lacking())
            {
                _ = library.LoadUnchecked();
            }
        }

        var carried = carrier.GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);
        foreach (var (caller, library) in Calls)
        {
            string file = FileNameOf(library);
            if (carried.Contains(Prefix + file))
            {
                NativeLibrary.SetDllImportResolver(
                    Assembly.Load(caller), (name, _, _) => name == library ? Load(carrier, file) : 0);
            }
        }
    }

    /// <summary>The name of a library's file on Linux: <c>libe_sqlite3.so</c> for <c>e_sqlite3</c>.</summary>
    internal static string FileNameOf(string library) =>
        (library.StartsWith("lib", StringComparison.Ordinal) ? library : "lib" + library) + ".so";

    /// <remarks>
    /// Loaded once more for each who asks: the runtime gives back what it got when two threads ask at once, and without
    /// a reference of its own for each the library would be gone under the other.
    /// </remarks>
    private static nint Load(Assembly carrier, string file) => NativeLibrary.Load(Loaded.GetOrAdd(
        file,
        _ => new Lazy<string>(() =>
        {
            using var content = carrier.GetManifestResourceStream(Prefix + file)!;
            return new CarriedLibrary(file, content).Load(SumOf(file, ReadSums(carrier)));
        })).Value);

    /// <summary>What each library that a program carries should hash to, by the name of its file.</summary>
    /// <param name="carrier">The program.</param>
    public static IReadOnlyDictionary<string, string> SumsOf(Assembly carrier) => ReadSums(carrier)
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split("  "))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[1], parts => parts[0], StringComparer.Ordinal);

    /// <returns>Empty for a program that carries none.</returns>
    private static string ReadSums(Assembly carrier)
    {
        using var stream = carrier.GetManifestResourceStream(SumsResource);
        if (stream is null)
        {
            return "";
        }

        using var sums = new StreamReader(stream);
        return sums.ReadToEnd();
    }

    /// <returns>Empty, which no library hashes to, when the list is damaged.</returns>
    internal static string SumOf(string file, string sums) => sums
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split("  "))
        .FirstOrDefault(parts => parts is [_, var name] && name == file)?[0] ?? "";
}
