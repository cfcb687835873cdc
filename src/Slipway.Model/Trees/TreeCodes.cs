using Slipway.Model.Diagnostics;

namespace Slipway.Model.Trees;

/// <summary>What can be wrong with a file or a folder of the tree; <c>docs/errors/12-contexts.md</c>.</summary>
public static class TreeCodes
{
    public static readonly DiagnosticCode LinkLeavesRoot =
        new(1204, "A symbolic link leads outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode SpecialFile = new(1206, "A device, socket or FIFO", ExitCode.Usage);

    public static readonly DiagnosticCode Unreadable = new(1207, "A file or folder cannot be read", ExitCode.Failed);

    public static readonly DiagnosticCode LinkNotFollowed =
        new(1208, "A symbolic link leads nowhere", ExitCode.Usage);

    public static readonly DiagnosticCode NameNotUtf8 = new(1209, "A name is not UTF-8", ExitCode.Usage);

    public static readonly DiagnosticCode FileChanged =
        new(1210, "A file changed while it was read", ExitCode.Failed);

    public static readonly DiagnosticCode NotFound = new(1218, "A file of the tree does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode WindowsUnsupported =
        new(1219, "Trees cannot be read on Windows", ExitCode.Usage);
}
