using System.CommandLine;

namespace Slipway.Cli.Options;

/// <summary>Which chain a command is about.</summary>
internal static class TrustTarget
{
    private static readonly string[] Types =
    [
        "docker-image", "build", "decision", "action", "signing", "scriptworker", "balrog", "beetmover", "bouncer",
        "l10n", "repackage", "pushapk", "shipit", "partials",
    ];

    public static Argument<string?> Argument() => new("what")
    {
        Description =
            "A task id, a namespace or digest of the index, an image of the tree or a registry, or an archive",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { ImageArguments.Names },
    };

    public static Option<string> Type()
    {
        var option = new Option<string>("--type")
        {
            Description = "What the task is (default: docker-image)",
            DefaultValueFactory = _ => Types[0],
        };
        option.AcceptOnlyFromAmong(Types);
        return option;
    }

    public static Option<bool> NoArchives() => new("--no-archives")
    {
        Description = "Download no image archives: their bytes are then not checked",
    };
}
