using Slipway.Model.Diagnostics;

namespace Slipway.Application.Requests;

/// <summary>What can be wrong with what is asked of a workspace.</summary>
public static class RequestCodes
{
    public static readonly DiagnosticCode InvalidValue = new(1002, "An option has an invalid value", ExitCode.Usage);

    public static readonly DiagnosticCode Conflict = new(1003, "Options exclude each other", ExitCode.Usage);

    public static readonly DiagnosticCode CannotWrite = new(1005, "An output file cannot be written", ExitCode.Failed);

    public static readonly DiagnosticCode NoLog = new(1007, "No log of such a build", ExitCode.NotFound);

    public static readonly DiagnosticCode LevelTooLow = new(
        1008, "A build, or a push, of too low a level", ExitCode.Usage);
}
