using System.CommandLine;
using Slipway.Cli.Help;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index</c>: the namespaces, as a person browses them.</summary>
internal static class IndexCommand
{
    public static Command Create() => new CommandGroup(
        "index",
        "Browse and change the index, and see what expires",
        [
            new("slipway index list", "the top of the index"),
            new("slipway index list -r", "every entry"),
            new("slipway index find PREFIX.cache.level-3.docker.v2.app.latest", "the newest build of app"),
        ])
    {
        new IndexFindCommand(),
        new IndexListCommand(),
        new IndexForecastCommand(),
        new IndexInsertCommand(),
        new IndexDeleteCommand(),
    };
}
