using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Slipway.Files.Libraries;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Tests.Libraries;

/// <summary>With a library that every Linux machine has.</summary>
public sealed class CarriedLibraryTests
{
    private const string Math = "libm.so.6";

    private static byte[] Content { get; } = File.ReadAllBytes(PathOf(Math));

    [Fact]
    public void Libraries_are_loaded_from_memory_and_none_is_taken_for_another()
    {
        string? first = Library(Content).TryLoadFromMemory();
        string? second = Library(File.ReadAllBytes(PathOf("libdl.so.2"))).TryLoadFromMemory();

        Assert.True(NativeLibrary.TryGetExport(NativeLibrary.Load(first!), "cos", out _));
        Assert.False(NativeLibrary.TryGetExport(NativeLibrary.Load(second!), "cos", out _));
    }

    [Fact]
    public void Whoever_gives_a_library_back_takes_it_from_nobody()
    {
        string path = Library(Content).TryLoadFromMemory()!;
        nint kept = NativeLibrary.Load(path);

        for (int time = 0; time < 3; time++)
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
        }

        Assert.Equal(kept, NativeLibrary.Load(path));
        Assert.True(NativeLibrary.TryGetExport(kept, "cos", out nint cos));
        Assert.Equal(1.0, Marshal.GetDelegateForFunctionPointer<Cosine>(cos)(0));
    }

    [Fact]
    public void Where_memory_does_not_do_a_file_is_loaded_and_removed()
    {
        nint library = NativeLibrary.Load(Library(Content).LoadFromFile());

        Assert.True(NativeLibrary.TryGetExport(library, "cos", out nint cos));
        Assert.Equal(1.0, Marshal.GetDelegateForFunctionPointer<Cosine>(cos)(0));
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "slipway-library-*"));
    }

    [Fact]
    public void A_damaged_library_is_an_error_before_anything_of_it_is_mapped()
    {
        byte[][] damages = [[], Content[..(Content.Length / 2)], [.. Content[..^1], (byte)(Content[^1] ^ 1)]];
        Assert.All(damages, damaged =>
        {
            var library = new CarriedLibrary(Math, new MemoryStream(damaged));

            var problem = Assert.Single(Assert.Throws<SlipwayException>(() => library.Load(Sum(Content))).Diagnostics);

            Assert.Equal(LibraryCodes.NotLoaded, problem.Code);
            Assert.EndsWith("it is damaged", problem.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_file_that_the_system_does_not_load_is_an_error_that_says_what_is_needed()
    {
        byte[] text = "no library"u8.ToArray();

        var problem = Assert.Single(
            Assert.Throws<SlipwayException>(() => Library(text).Load(Sum(text))).Diagnostics);

        Assert.Equal(LibraryCodes.NotLoaded, problem.Code);
        Assert.Contains(Math, problem.Message, StringComparison.Ordinal);
        Assert.Contains("glibc 2.34", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e_sqlite3", "libe_sqlite3.so")]
    [InlineData("libzstd", "libzstd.so")]
    public void Names_of_libraries_are_those_of_their_files(string name, string file) =>
        Assert.Equal(file, CarriedLibraries.FileNameOf(name));

    [Theory]
    [InlineData("11  liba.so\n22  libb.so\n", "22")]
    [InlineData("11  liba.so\n", "")]
    [InlineData("\0\0", "")]
    public void A_sum_is_that_of_its_line_or_none(string sums, string sum) =>
        Assert.Equal(sum, CarriedLibraries.SumOf("libb.so", sums));

    private static CarriedLibrary Library(byte[] content) => new(Math, new MemoryStream(content));

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private delegate double Cosine(double angle);

    /// <summary>Where this process has it, or would have it.</summary>
    internal static string PathOf(string library)
    {
        _ = NativeLibrary.Load(library);
        return File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? start : 0)..])
            .First(path => path.EndsWith('/' + library, StringComparison.Ordinal));
    }
}
