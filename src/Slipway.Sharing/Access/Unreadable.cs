using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Sharing.Access;

/// <summary>What a registry has in a place where something else should be.</summary>
internal static class Unreadable
{
    public static bool Is(SlipwayException failure) =>
        failure.Diagnostics[0].Code is var code
        && (code == RegistryCodes.DocumentInvalid
            || code == RegistryCodes.DigestMismatch
            || code == RegistryCodes.TooLarge);
}
