using Slipway.Model.Diagnostics;
using Slipway.Store.Errors;

namespace Slipway.Store;

/// <summary>Where the store is when nobody says so.</summary>
public static class StoreLocation
{
    /// <summary>That there is none.</summary>
    public static Diagnostic Unknown { get; } = new(
        StoreCodes.NoHome,
        "Neither SLIPWAY_HOME, XDG_DATA_HOME nor HOME says where the store is",
        "Set SLIPWAY_HOME to a folder.");

    /// <inheritdoc cref="Find"/>
    /// <exception cref="SlipwayException">None of them is set.</exception>
    public static string Default(Func<string, string?> environment) =>
        Find(environment) ?? throw new SlipwayException(Unknown);

    /// <summary>
    /// <c>$SLIPWAY_HOME</c>, else <c>$XDG_DATA_HOME/slipway</c>, else <c>$HOME/.local/share/slipway</c>. An empty
    /// variable counts as unset, and a relative <c>XDG_DATA_HOME</c> is ignored, as the XDG Base Directory
    /// Specification wants.
    /// </summary>
    /// <param name="environment">Gives the value of a variable, or null.</param>
    /// <returns>Null when none of them is set.</returns>
    public static string? Find(Func<string, string?> environment) =>
        environment("SLIPWAY_HOME") is { Length: > 0 } home ? Path.GetFullPath(home)
        : environment("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? Path.Join(Path.GetFullPath(data), "slipway")
        : environment("HOME") is { Length: > 0 } user
            ? Path.Join(Path.GetFullPath(user), ".local", "share", "slipway")
        : null;
}
