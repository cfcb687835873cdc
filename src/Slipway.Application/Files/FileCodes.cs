using Slipway.Model.Diagnostics;

namespace Slipway.Application.Files;

/// <summary>What can go wrong when files of the tree are rewritten.</summary>
public static class FileCodes
{
    public static readonly DiagnosticCode CannotReplace = new(1790, "A file cannot be replaced", ExitCode.Failed);

    public static readonly DiagnosticCode ChangedMeanwhile =
        new(1791, "A file changed before it was replaced", ExitCode.Failed);
}
