namespace Slipway.Taskcluster.Settings;

/// <summary>How much is read of what a server sends.</summary>
internal static class TaskclusterLimits
{
    /// <summary>Bytes of an answer; the services take no larger requests, so a definition is never longer.</summary>
    public const int Answer = 16 * 1024 * 1024;

    /// <summary>Bytes of a page of the index: a thousand entries, each with up to 32 KiB of data.</summary>
    public const int IndexPage = 64 * 1024 * 1024;

    /// <summary>Bytes of all pages of one list, which is held in memory.</summary>
    public const long IndexList = 256L * 1024 * 1024;

    /// <summary>Entries that are asked for at once; the services give no more.</summary>
    public const int PerPage = 1000;

    /// <summary>Pages of one list.</summary>
    public const int Pages = 1000;

    /// <summary>
    /// Namespaces that are looked up in one request; each is a part of the scope expression that the service checks.
    /// </summary>
    public const int Lookups = 500;

    /// <summary>
    /// Tasks that are asked for in one request: their definitions have a few kilobytes each, and a megabyte at most.
    /// </summary>
    public const int Tasks = 250;

    /// <summary>Requests at a time, where an old service can only be asked for one namespace at once.</summary>
    public const int SingleLookups = 8;

    /// <summary>Bytes of the body of an error of a storage.</summary>
    public const int StorageError = 64 * 1024;

    /// <summary>Redirects of one request to a storage.</summary>
    public const int Redirects = 5;

    /// <summary>KiB of the headers of an answer.</summary>
    public const int Headers = 64;

    /// <summary>Characters of a service's explanation that are quoted.</summary>
    public const int Quoted = 400;

    /// <summary>Bytes by which a transfer has to come forward until it may fail as often again.</summary>
    public const long Progress = 1024 * 1024;
}
