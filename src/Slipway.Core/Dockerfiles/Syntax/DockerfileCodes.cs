using Slipway.Model.Diagnostics;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>What can be wrong with one Dockerfile.</summary>
public static class DockerfileCodes
{
    public static readonly DiagnosticCode Missing = new(1120, "A Dockerfile is missing", ExitCode.Usage);

    public static readonly DiagnosticCode Empty = new(1121, "A Dockerfile is empty", ExitCode.Usage);

    public static readonly DiagnosticCode NoFrom = new(1122, "A Dockerfile has no FROM", ExitCode.Usage);

    public static readonly DiagnosticCode NotUtf8 = new(1123, "A Dockerfile is not UTF-8", ExitCode.Usage);

    public static readonly DiagnosticCode TooLarge = new(1124, "A Dockerfile is too large", ExitCode.Usage);

    public static readonly DiagnosticCode ArgumentMissing =
        new(1125, "An argument of a Dockerfile has no value", ExitCode.Usage);

    public static readonly DiagnosticCode ArgumentNameInvalid =
        new(1126, "A %ARG line does not name an argument", ExitCode.Usage);

    public static readonly DiagnosticCode BackslashInArgument =
        new(1127, "An argument with a backslash in the taskgraph scheme", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeWithoutPath =
        new(1128, "An %include line has no path", ExitCode.Usage);

    public static readonly DiagnosticCode ReferenceEmpty = new(1129, "A FROM names no image", ExitCode.Usage);

    public static readonly DiagnosticCode SubstitutionNotUnderstood =
        new(1130, "A variable substitution is not understood", ExitCode.Usage);

    public static readonly DiagnosticCode Doubtful =
        new(1131, "Builders do not read a Dockerfile alike", ExitCode.Usage);

    public static readonly DiagnosticCode TooManyDirectives =
        new(1132, "A Dockerfile has too many directives", ExitCode.Usage);

    public static readonly DiagnosticCode InstructionUnknown =
        new(1136, "A Dockerfile has an instruction that does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode InstructionIncomplete =
        new(1137, "An instruction of a Dockerfile is not whole", ExitCode.Usage);
}
