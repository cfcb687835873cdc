using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Finds the file with the credentials of registries that a person named.</summary>
internal static class RegistryAuthFile
{
    /// <param name="given">What <c>--registry-auth-file</c> says.</param>
    /// <returns>The file's full path; null when nothing is said.</returns>
    /// <exception cref="SlipwayException">The value is empty, as an unset variable of a script makes it.</exception>
    public static string? Find(string? given) =>
        given is null ? null
        : given.Length > 0 ? Path.GetFullPath(given)
        : throw new SlipwayException(new Diagnostic(
            RequestCodes.InvalidValue,
            "--registry-auth-file names no file",
            "Give a file in the form of Docker's config.json, or leave the option out."));
}
