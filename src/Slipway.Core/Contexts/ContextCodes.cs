using Slipway.Core.Diagnostics;

namespace Slipway.Core.Contexts;

/// <summary>Problems of reading the tree, collecting contexts and hashing them; <c>docs/errors/12-contexts.md</c>.</summary>
public static class ContextCodes
{
    public static readonly DiagnosticCode IncludeMissing = new(1201, "An included path does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeAbsolute = new(1202, "An included path is absolute", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeOutsideRoot =
        new(1203, "An included path lies outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode LinkLeavesRoot =
        new(1204, "A symbolic link leads outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode SetIdFile = new(1205, "A setuid or setgid file", ExitCode.Usage);

    public static readonly DiagnosticCode SpecialFile = new(1206, "A device, socket or FIFO", ExitCode.Usage);

    public static readonly DiagnosticCode Unreadable = new(1207, "A file or folder cannot be read", ExitCode.Failed);

    public static readonly DiagnosticCode LinkNotFollowed =
        new(1208, "A symbolic link leads nowhere", ExitCode.Usage);

    public static readonly DiagnosticCode NameNotUtf8 = new(1209, "A name is not UTF-8", ExitCode.Usage);

    public static readonly DiagnosticCode FileChanged =
        new(1210, "A file changed while it was read", ExitCode.Failed);

    public static readonly DiagnosticCode DockerignoreInvalid =
        new(1211, "A line of .dockerignore is not a pattern", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeIgnored =
        new(1212, "Everything of an include is excluded by .dockerignore", ExitCode.Usage);

    public static readonly DiagnosticCode RunTaskUnset = new(1213, "The run-task folder is not set", ExitCode.Usage);

    public static readonly DiagnosticCode RunTaskMissing = new(1214, "A run-task file does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode PathConflict =
        new(1215, "Two sources for one path of a context", ExitCode.Usage);

    public static readonly DiagnosticCode LinkLeavesContext =
        new(1216, "A symbolic link leads outside the build context", ExitCode.Usage);

    public static readonly DiagnosticCode NotUnicode = new(1217, "A value is not Unicode text", ExitCode.Usage);

    public static readonly DiagnosticCode NotFound = new(1218, "A file of the tree does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode WindowsUnsupported =
        new(1219, "Trees cannot be read on Windows", ExitCode.Usage);

    public static readonly DiagnosticCode DockerignoreTooLarge =
        new(1220, "A .dockerignore is too large", ExitCode.Usage);
}
