using Slipway.Model.Diagnostics;

namespace Slipway.Files.Scratch;

/// <summary>What can be wrong with temporary files.</summary>
public static class ScratchCodes
{
    public static readonly DiagnosticCode NoPlace = new(1409, "There is no place for temporary files", ExitCode.Failed);
}
