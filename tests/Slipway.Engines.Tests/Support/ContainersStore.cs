namespace Slipway.Engines.Tests.Support;

/// <summary>What Podman and Buildah share: a store of images, of the tests' own and of root.</summary>
internal static class ContainersStore
{
    /// <summary>Why there cannot be one on this machine, or null.</summary>
    /// <param name="name">Of the engine, as people write it.</param>
    /// <param name="command">Its command and its package.</param>
    public static string? Obstacle(string name, string command) =>
        !Environment.IsPrivilegedProcess ? $"The tests run {name} as root only."
        : Needed.Find(command) is null ? $"There is no {command} command (package {command})."
        : !File.Exists(Contexts.Busybox) ? $"There is no {Contexts.Busybox} (package busybox-static)."
        : null;

    /// <summary>Writes the settings of a store in a folder.</summary>
    /// <returns>The value of <c>CONTAINERS_STORAGE_CONF</c>.</returns>
    public static string Write(TempFolder folder, string driver = "vfs") => folder.Write(
        "storage.conf",
        $"[storage]\ndriver = \"{driver}\"\ngraphroot = \"{folder.Path}/graph\"\nrunroot = \"{folder.Path}/run\"\n");
}
