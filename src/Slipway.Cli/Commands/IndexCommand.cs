using System.CommandLine;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index</c>: the namespaces, as a person browses them.</summary>
internal static class IndexCommand
{
    public static Command Create() => new("index", "Browse and change the index")
    {
        new IndexFindCommand(),
        new IndexListCommand(),
        new IndexInsertCommand(),
        new IndexDeleteCommand(),
    };
}
