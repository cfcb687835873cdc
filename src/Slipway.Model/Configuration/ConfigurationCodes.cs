using Slipway.Model.Diagnostics;

namespace Slipway.Model.Configuration;

/// <summary>
/// What can be wrong with <c>slipway.yml</c>, with finding it, and with the other YAML files of a tree.
/// </summary>
public static class ConfigurationCodes
{
    public static readonly DiagnosticCode RootNotFound = new(1010, "No root folder was found", ExitCode.Usage);

    public static readonly DiagnosticCode Malformed = new(1011, "A file is not valid YAML", ExitCode.Usage);

    public static readonly DiagnosticCode UnknownKey = new(1012, "An unknown key", ExitCode.Usage);

    public static readonly DiagnosticCode WrongType = new(1013, "A value of the wrong type", ExitCode.Usage);

    public static readonly DiagnosticCode DuplicateKey = new(1014, "A key is there twice", ExitCode.Usage);

    public static readonly DiagnosticCode BadValue = new(1015, "A value is not allowed", ExitCode.Usage);

    public static readonly DiagnosticCode BadDuration = new(1016, "A duration is not understood", ExitCode.Usage);

    public static readonly DiagnosticCode BadTemplate = new(1017, "An index template is wrong", ExitCode.Usage);

    public static readonly DiagnosticCode BackendUnknown = new(1018, "There is no such backend", ExitCode.Usage);

    public static readonly DiagnosticCode TooLarge = new(1019, "A YAML file is too large", ExitCode.Usage);

    public static readonly DiagnosticCode NotUtf8 = new(1020, "A YAML file is not UTF-8", ExitCode.Usage);

    public static readonly DiagnosticCode PathOutsideRoot =
        new(1021, "A path in slipway.yml leads outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode PrefixChanged =
        new(1022, "The default prefix differs from the folder's name", ExitCode.Usage);

    public static readonly DiagnosticCode OtherFileName =
        new(1023, "A configuration file under another name", ExitCode.Usage);

    public static readonly DiagnosticCode SchemeUnfit =
        new(1025, "The tree has no digests of this scheme", ExitCode.Usage);

    public static readonly DiagnosticCode TooManyProblems =
        new(1024, "More problems in slipway.yml than are listed", ExitCode.Usage);
}
