using System.IO.Compression;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Libraries;

/// <summary>
/// OpenSSL, with which the runtime hashes and encrypts: that of the machine, because it gets the updates, and where
/// there is none the one that the program carries.
/// </summary>
/// <remarks>
/// The runtime looks for it by its name, takes the one that is loaded already, and ends the process when there is none.
/// </remarks>
/// <param name="carried">
/// The compressed bytes of a library by the name of its file; null when it is not carried.
/// </param>
/// <param name="isThere">Whether the machine has a library, by the name of its file.</param>
internal sealed class OpenSslLibraries(Func<string, Stream?> carried, Func<string, bool> isThere)
{
    /// <summary>
    /// The names by which the runtime looks for it, the newest first: opensslshim.c of dotnet/runtime.
    /// </summary>
    private static readonly string[] Names =
        ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>What is carried, in the order in which one needs the other.</summary>
    private static readonly string[] Files = ["libcrypto.so.3", "libssl.so.3"];

    /// <returns>The libraries that have to be loaded, in this order; none where the machine has its own.</returns>
    /// <exception cref="SlipwayException">There is none, or the one that is carried is damaged.</exception>
    public IReadOnlyList<CarriedLibrary> Lacking()
    {
        if (isThere(Names[0]))
        {
            return [];
        }

        var streams = Files.Select(file => (file, content: carried(file))).ToList();
        if (streams.TrueForAll(stream => stream.content is not null))
        {
            return [.. streams.Select(stream => Unpack(stream.file, stream.content!))];
        }

        return Names.Skip(1).Any(isThere)
            ? []
            : throw new SlipwayException(
                new Diagnostic(
                    LibraryCodes.NoOpenSsl,
                    $"This machine has no {Names[0]}, and this slipway does not carry it",
                    "Install OpenSSL 3 (the package libssl3 or openssl-libs), or take the slipway of a release."));
    }

    private static CarriedLibrary Unpack(string file, Stream content)
    {
        using (content)
        {
            var unpacked = new MemoryStream();
            try
            {
                // The checksum of gzip is all that can be compared: hashes are what this library is for.
                using var stream = new GZipStream(content, CompressionMode.Decompress);
                stream.CopyTo(unpacked);
            }
            catch (InvalidDataException cause)
            {
                throw CarriedLibrary.Damaged(file, cause);
            }

            return new CarriedLibrary(file, unpacked);
        }
    }
}
