using System.IO.Compression;
using System.Runtime.InteropServices;
using Slipway.Files.Libraries;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Tests.Libraries;

public sealed class OpenSslLibrariesTests
{
    [Fact]
    public void That_of_the_machine_comes_first()
    {
        var libraries = new OpenSslLibraries(
            _ => throw new InvalidOperationException("It was unpacked."), file => file == "libssl.so.3");

        Assert.Empty(libraries.Lacking());
    }

    [Fact]
    public void Where_the_machine_has_none_both_libraries_are_loaded_and_the_one_that_is_needed_first()
    {
        var asked = new List<string>();
        var libraries = new OpenSslLibraries(
            file =>
            {
                asked.Add(file);
                return Packed("carried"u8.ToArray());
            },
            _ => false);

        Assert.Equal(2, libraries.Lacking().Count);
        Assert.Equal(["libcrypto.so.3", "libssl.so.3"], asked);
    }

    [Fact]
    public void One_that_is_carried_is_loaded_as_it_was_packed()
    {
        byte[] content = File.ReadAllBytes(CarriedLibraryTests.PathOf("libm.so.6"));
        var library = new OpenSslLibraries(_ => Packed(content), _ => false).Lacking()[0];

        Assert.True(NativeLibrary.TryGetExport(NativeLibrary.Load(library.LoadUnchecked()), "cos", out _));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-3)]
    public void A_damaged_one_is_an_error_before_anything_of_it_is_mapped(int place)
    {
        byte[] packed = Packed([.. Enumerable.Range(0, 4000).Select(number => (byte)(number * number))]).ToArray();
        packed[place < 0 ? packed.Length + place : place] ^= 0x55;
        var libraries = new OpenSslLibraries(_ => new MemoryStream(packed), _ => false);

        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => libraries.Lacking()).Diagnostics);

        Assert.Equal(LibraryCodes.NotLoaded, problem.Code);
        Assert.Equal(
            "The library libcrypto.so.3, which is a part of slipway, cannot be loaded: it is damaged", problem.Message);
    }

    /// <summary>The runtime ends the process where it finds none.</summary>
    [Fact]
    public void Where_there_is_none_at_all_that_is_said()
    {
        var libraries = new OpenSslLibraries(_ => null, _ => false);

        var problem = Assert.Single(Assert.Throws<SlipwayException>(() => libraries.Lacking()).Diagnostics);

        Assert.Equal(LibraryCodes.NoOpenSsl, problem.Code);
        Assert.Contains("libssl3", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libssl.so.1.1")]
    [InlineData("libssl.so.10")]
    public void An_older_one_that_the_runtime_takes_is_left_to_it(string name) =>
        Assert.Empty(new OpenSslLibraries(_ => null, file => file == name).Lacking());

    private static MemoryStream Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(content);
        }

        packed.Position = 0;
        return packed;
    }
}
