using System.CommandLine;
using System.CommandLine.Parsing;
using Slipway.Core.Configuration;
using Slipway.Model.Configuration;

namespace Slipway.Cli.Options;

/// <summary>The options that every command understands.</summary>
internal sealed class GlobalOptions
{
    private const string VerboseName = "--verbose";

    public Option<string?> Root { get; } = new("--root")
    {
        Description = "The root of the tree (default: found from the current folder upwards)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> RunTask { get; } = new("--run-task")
    {
        Description = "taskgraph's folder run-task, for # %include-run-task (default: $SLIPWAY_RUN_TASK)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Home { get; } = new("--home")
    {
        Description = "The folder of the store (default: $SLIPWAY_HOME, else ~/.local/share/slipway)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Backend { get; } = CreateBackend();

    public Option<string?> Policy { get; } = new("--policy")
    {
        Description = "Whom to trust (default: $SLIPWAY_POLICY, else trust/policy.yml of the main branch)",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<bool> AllowOlder { get; } = new("--allow-older")
    {
        Description = "Let a 'latest' lead to an older push than one that was verified before",
        Recursive = true,
    };

    public Option<string?> Level { get; } = new("--level")
    {
        Description = "The trust level of this push, 1 to 3 (default: that of --project, else 1)",
        HelpName = "N",
        Recursive = true,
    };

    public Option<string?> Project { get; } = new("--project")
    {
        Description = "The project (branch) that is pushed to",
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<string?> PushDate { get; } = new("--pushdate")
    {
        Description = "When it was pushed: seconds since 1970, YYYYMMDDHHMMSS or RFC 3339 (default: now)",
        HelpName = "DATE",
        Recursive = true,
    };

    public Option<string?> Revision { get; } = new("--revision")
    {
        Description = "The revision that is built, for the build's record",
        HelpName = "REV",
        Recursive = true,
    };

    public Option<string?> PullRequest { get; } = new("--pull-request")
    {
        Description = "The pull request that this push is, by its number or branch: it writes to a scope of its own",
        HelpName = "ID",
        Recursive = true,
    };

    public Option<string?> RepositoryType { get; } = CreateRepositoryType();

    public Option<bool> Rehash { get; } = new("--rehash")
    {
        Description = "Read every file anew instead of trusting remembered hashes",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print results as JSON",
        Recursive = true,
    };

    public Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "No colours and no live display (also: NO_COLOR)",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new(VerboseName, "-v")
    {
        Description = "Say more; twice (-vv) also prints stack traces",
        Recursive = true,
        // It is counted, so it takes no value.
        Arity = ArgumentArity.Zero,
    };

    /// <summary>How often <c>-v</c> was given, together (<c>-vv</c>) or apart.</summary>
    public static int Verbosity(ParseResult arguments) =>
        arguments.GetResult(VerboseName) is OptionResult given ? given.IdentifierTokenCount : 0;

    /// <summary>The value of one of them wherever it stands on the line; null when it was not given.</summary>
    public static string? Text(ParseResult arguments, string name) =>
        arguments
            .RootCommandResult.Command.Options.OfType<Option<string?>>()
            .FirstOrDefault(option => option.Name == name)
            is { } known
            ? arguments.GetValue(known)
            : null;

    private static Option<string?> CreateRepositoryType()
    {
        string[] types = [GeckoSettings.Git, GeckoSettings.Mercurial];
        var option = new Option<string?>("--repository-type")
        {
            Description = "What kind of repository the tree is in (default: that of the checkout, else git)",
            HelpName = string.Join('|', types),
            Recursive = true,
        };
        option.AcceptOnlyFromAmong(types);
        return option;
    }

    private static Option<string?> CreateBackend()
    {
        var option = new Option<string?>("--backend")
        {
            Description = "Where images are found (default: that of slipway.yml, else embedded)",
            HelpName = string.Join('|', BackendNames.All),
            Recursive = true,
        };
        option.AcceptOnlyFromAmong([.. BackendNames.All]);
        return option;
    }

    public IEnumerable<Option> All =>
        [
            Root, RunTask, Home, Backend, Policy, AllowOlder, Level, Project, PushDate, Revision, PullRequest,
            RepositoryType, Rehash, Json, NoColor, Verbose,
        ];
}
