using Slipway.Model.Diagnostics;

namespace Slipway.Model.Indexing;

/// <summary>What can be wrong with names of the index and with plans.</summary>
public static class IndexCodes
{
    public static readonly DiagnosticCode NotFound = new(1301, "Not in the index", ExitCode.NotFound);

    public static readonly DiagnosticCode InvalidNamespace = new(1302, "Not a namespace", ExitCode.Usage);

    public static readonly DiagnosticCode InvalidPullRequest = new(1303, "Not a pull request's id", ExitCode.Usage);

    public static readonly DiagnosticCode ImageMissing = new(
        1304, "The index names an image that the store does not have", ExitCode.Failed);

    public static readonly DiagnosticCode EntryUntrue = new(
        1306, "The index names a build that does not belong there", ExitCode.Failed);

    public static readonly DiagnosticCode NotReplaced = new(
        1307, "A newer push keeps its place in the index", ExitCode.Done);

    public static readonly DiagnosticCode OtherDigest = new(
        1308, "A build of another digest than the namespace names", ExitCode.Usage);

    public static readonly DiagnosticCode InvalidExpiry = new(1305, "Not a date in the future", ExitCode.Usage);
}
