namespace Slipway.Taskcluster.Demo;

/// <summary>What the demo tells.</summary>
internal static class DemoText
{
    /// <summary>Said after every push but the first.</summary>
    public const string Again = "\nPress Enter for another push. Ctrl-C ends it.";

    /// <summary>What a person types next.</summary>
    public static string WhatNext(DemoFolder folder) => $"""

        In another terminal:

            . {folder.Environment}
            cd {folder.Tree}
            slipway plan                      # every image: reused, from which level
            slipway load hello                # downloaded, compared with the hash that the task wrote down, and loaded
            slipway history hello             # the tasks that built it, by the index
            slipway log hello                 # what the task printed
            slipway doctor                    # whether Taskcluster answers, and what it allows

        Change a file there, look at `slipway plan` and `slipway why hello`, and press Enter here for another push.
        Ctrl-C ends it.
        """;
}
