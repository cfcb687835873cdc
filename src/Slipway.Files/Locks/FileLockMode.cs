namespace Slipway.Files.Locks;

/// <summary>Whether others may hold a lock at the same time.</summary>
public enum FileLockMode
{
    Shared,
    Exclusive,
}
