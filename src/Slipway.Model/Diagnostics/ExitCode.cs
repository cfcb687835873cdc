namespace Slipway.Model.Diagnostics;

/// <summary>What the process answers to its caller.</summary>
public enum ExitCode
{
    Done = 0,

    /// <summary>The work failed.</summary>
    Failed = 1,

    /// <summary>The command line, the configuration or the tree is wrong.</summary>
    Usage = 2,

    /// <summary>Not found in the index.</summary>
    NotFound = 3,

    /// <summary>A check or a verification said no.</summary>
    CheckFailed = 4,

    /// <summary>Done, but images of the tree were left out or are broken.</summary>
    Partly = 5,

    /// <summary>The terminal went away (SIGHUP): as shells have it, 128 and the signal's number.</summary>
    HungUp = 129,

    /// <summary>Cancelled, by Ctrl-C (SIGINT).</summary>
    Cancelled = 130,

    /// <summary>Cancelled by SIGTERM.</summary>
    Terminated = 143,
}
