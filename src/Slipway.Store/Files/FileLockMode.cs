namespace Slipway.Store.Files;

/// <summary>Whether others may hold a lock at the same time.</summary>
internal enum FileLockMode
{
    Shared,
    Exclusive,
}
