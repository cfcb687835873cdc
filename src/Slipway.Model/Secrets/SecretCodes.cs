using Slipway.Model.Diagnostics;

namespace Slipway.Model.Secrets;

/// <summary>What both engines and stores find out about secrets.</summary>
public static class SecretCodes
{
    public static readonly DiagnosticCode Leaked = new(
        1523, "A build secret stands in the image", ExitCode.CheckFailed);
}
