namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// Keeps the cache mounts of a Dockerfile (<c>RUN --mount=type=cache</c>) to builds of one kind. An engine keeps their
/// content across all builds on the machine, whatever is said about its build cache.
/// </summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#run---mounttypecache</remarks>
public static class CacheMounts
{
    /// <summary>Gives every cache mount an id of its own.</summary>
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <param name="idOf">
    /// The new id for what tells one cache from another, the id or else the target as written: letters and digits,
    /// which builds of other scopes cannot name.
    /// </param>
    /// <returns>
    /// The Dockerfile, a field <c>id=</c> added to these mounts and all else as it was:
    /// of several ids the last one counts.
    /// </returns>
    public static ReadOnlyMemory<byte> Isolate(ReadOnlyMemory<byte> dockerfile, Func<string, string> idOf) =>
        MountFields.Append(dockerfile, mount => IdentityOf(mount) is { } identity ? $",id={idOf(identity)}" : null);

    /// <summary>Whether a Dockerfile mounts a cache, or may.</summary>
    public static bool AreIn(ReadOnlyMemory<byte> dockerfile)
    {
        bool found = false;
        Isolate(dockerfile, identity =>
        {
            found = true;
            return identity;
        });
        return found;
    }

    /// <summary>Whether a flag mounts a cache, or may.</summary>
    internal static bool IsCache(BuilderFlag flag) =>
        MountFields.Of(flag) is { } mount && IdentityOf(mount) is not null;

    /// <summary>What tells one cache from another: the id, else the target; null for any other mount.</summary>
    private static string? IdentityOf(MountFields mount)
    {
        // A type that a variable gives may be a cache. If it is a secret, the build fails: safe, and nobody does it.
        bool isCache = mount.Types.Any(type =>
            type.Equals("cache", StringComparison.OrdinalIgnoreCase) || type.Contains('$'));

        // Without either BuildKit mounts it over the working directory, and its id is one that all such mounts have.
        return !isCache ? null : string.IsNullOrEmpty(mount.Id) ? mount.Target ?? string.Empty : mount.Id;
    }
}
