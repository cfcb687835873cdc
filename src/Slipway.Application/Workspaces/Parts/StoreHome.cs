using Slipway.Application.Requests;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Says which folder the store is in.</summary>
internal static class StoreHome
{
    /// <summary>Whether the environment says that others are meant to write the store.</summary>
    public static bool IsShared => Environment.GetEnvironmentVariable(StoreOptions.SharedVariable) == "1";

    /// <summary>Whether anything says where the store is.</summary>
    public static bool IsKnown(string? given) =>
        given is not null || StoreLocation.Find(Environment.GetEnvironmentVariable) is not null;

    /// <param name="given">What <c>--home</c> says; null for the default.</param>
    /// <returns>An absolute path; nothing need exist there.</returns>
    /// <exception cref="SlipwayException">It is no folder, or there is no default.</exception>
    public static string Find(string? given)
    {
        if (given is null)
        {
            return StoreLocation.Default(Environment.GetEnvironmentVariable);
        }

        return given.Length > 0 && PathKind.Of(given) is null or EntryKind.Folder
            ? Path.GetFullPath(given)
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{given}' is not a value for --home",
                "Give the folder of the store, which is made when something is first kept."));
    }
}
