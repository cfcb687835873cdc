using System.CommandLine;
using Slipway.Cli.Help;
using Slipway.Cli.Invocations;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway mach</c>: the command lines of <c>mach</c> for images, of today and of old.</summary>
internal static class MachCommands
{
    public static Command Create() => new CommandGroup(
        "mach",
        "Take the command lines of Firefox's mach for images",
        [
            new("slipway mach taskgraph build-image lint", "what ./mach does, parents included"),
            new("slipway mach taskgraph image-digest lint", "the digest alone, for scripts"),
            new("slipway mach taskcluster-load-image lint", "the command line of old"),
        ])
    {
        new MachBuildImageCommand("taskcluster-build-image"),
        new MachLoadImageCommand("taskcluster-load-image"),
        new CommandGroup(
            "taskgraph",
            "The command lines of mach taskgraph",
            [
                new("slipway mach taskgraph build-image lint", "builds it, and tags it for its registry"),
                new("slipway mach taskgraph load-image lint", "loads what a push to level 3 has built"),
                new("slipway mach taskgraph image-digest lint", "prints its digest"),
            ])
        {
            new MachBuildImageCommand("build-image"),
            new MachLoadImageCommand("load-image"),
            new MachImageDigestCommand(),
        },
    };
}
