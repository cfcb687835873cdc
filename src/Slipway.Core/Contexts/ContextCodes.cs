using Slipway.Model.Diagnostics;

namespace Slipway.Core.Contexts;

/// <summary>Problems of collecting contexts and hashing them; <c>docs/errors/12-contexts.md</c>.</summary>
public static class ContextCodes
{
    public static readonly DiagnosticCode NoDigest =
        new(1223, "An image that every push builds has no digest", ExitCode.Usage);

    public static readonly DiagnosticCode PatchMissing =
        new(1222, "The patch of a package does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode SetIdFile = new(1205, "A setuid or setgid file", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeIgnored =
        new(1212, "Everything of an include is excluded by .dockerignore", ExitCode.Usage);

    public static readonly DiagnosticCode PathConflict =
        new(1215, "Two sources for one path of a context", ExitCode.Usage);

    public static readonly DiagnosticCode LinkLeavesContext =
        new(1216, "A symbolic link leads outside the build context", ExitCode.Usage);

    public static readonly DiagnosticCode NotUnicode = new(1217, "A value is not Unicode text", ExitCode.Usage);
}
