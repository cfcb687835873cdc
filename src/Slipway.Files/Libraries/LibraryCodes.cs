using Slipway.Model.Diagnostics;

namespace Slipway.Files.Libraries;

/// <summary>What can be wrong with the libraries that the program carries.</summary>
public static class LibraryCodes
{
    public static readonly DiagnosticCode NotLoaded = new(1440, "A part of slipway cannot be loaded", ExitCode.Failed);

    public static readonly DiagnosticCode NoOpenSsl = new(1441, "There is no OpenSSL", ExitCode.Failed);
}
