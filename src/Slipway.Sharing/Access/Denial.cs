using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Sharing.Access;

/// <summary>A registry's answer to those who may not.</summary>
/// <remarks>Some say so by wanting other credentials.</remarks>
internal static class Denial
{
    public static bool Is(SlipwayException failure) =>
        failure.Diagnostics[0].Code == RegistryCodes.Denied
        || failure.Diagnostics[0].Code == RegistryCodes.Unauthorized;
}
