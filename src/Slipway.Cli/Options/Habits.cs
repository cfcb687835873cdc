using System.CommandLine.Parsing;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>Options that hands type because <c>docker</c> has them, and what Slipway has in their place.</summary>
internal static class Habits
{
    private const string Any = "*";

    private static string[] EngineBuildOptions =>
    [
        "--add-host", "--allow", "--annotation", "--attest", "--build-context", "--builder", "--cache-from",
        "--cache-to", "--cgroup-parent", "--compress", "--cpuset-cpus", "--iidfile", "--isolation", "--layers", "-m",
        "--memory", "--metadata-file", "--network", "--no-cache-filter", "--provenance", "--sbom", "--security-opt",
        "--shm-size", "--squash", "--ssh", "--ulimit",
    ];

    private static string[] EngineRunOptions =>
    [
        "--add-host", "--cap-add", "--cap-drop", "--cpus", "--device", "--dns", "--entrypoint", "--env-file", "--gpus",
        "--hostname", "--ipc", "--label", "-l", "--link", "-m", "--memory", "--mount", "--name", "--network",
        "--net", "-P", "--pid", "--platform", "--privileged", "--publish-all", "--read-only", "--restart",
        "--security-opt", "--shm-size", "--sysctl", "--tmpfs", "--ulimit", "--userns", "--volumes-from",
    ];

    private static readonly Habit[] All =
    [
        new(Any, ["--no-cache"],
            "Slipway has no --no-cache: what it reuses has the same digest",
            "`slipway build --force IMAGE` builds it again all the same, every step of it; --rehash reads every file "
            + "of the tree anew."),
        new(Any, ["--progress"],
            "Slipway has no --progress: where there is no terminal it prints lines",
            "-v prints what the engine prints; `2>&1 | cat` or --no-color turns the live display off."),
        new(Any, ["-q", "--quiet"],
            "Slipway has no quiet mode: results go to standard output, and progress to standard error",
            "Add `2>/dev/null`; --json prints the result for programs."),
        new("build", ["-t", "--tag"],
            "`slipway build` takes no tag: an image is tagged by its name, and by its digest",
            "`slipway load IMAGE --tag NAME` gives it another tag in the engine."),
        new("build", ["--build-arg"],
            "`slipway build` takes no build arguments: they are a part of the digest",
            "Write them below `args:` of the image in slipway.yml."),
        new("build", ["-f", "--file"],
            "`slipway build` takes no Dockerfile: an image of the tree has its own",
            "Name the image; `dockerfile:` in slipway.yml says how its Dockerfile is called."),
        new("build", ["--platform"],
            "`slipway build` takes no platform: it is a part of the digest",
            "Write `platform:` into slipway.yml, for the tree or for one image."),
        new("build", ["--target"],
            "`slipway build` builds the last stage of a Dockerfile",
            "Put the stage into an image of its own, and name that in FROM."),
        new("build", ["--label"],
            "`slipway build` takes no labels: what is in an image follows from the tree",
            "Write LABEL into the Dockerfile."),
        new("build", ["--push"],
            "`slipway build` publishes nothing",
            "`slipway push IMAGE` publishes an image of the tree that has a VERSION."),
        new("build", ["--load"],
            "`slipway build` leaves what it builds in the engine anyway",
            "Leave --load out; `slipway load IMAGE` makes one available that was reused."),
        new("build", ["-o", "--output"],
            "`slipway build` writes no file",
            "`slipway export IMAGE -o FILE` does."),
        new("load", ["-i", "--input"],
            "`slipway load` makes an image of the index available",
            "`slipway import FILE` reads an archive."),
        new("build", ["--dry-run", "-n"],
            "`slipway build` does what `slipway plan` prints",
            "`slipway plan` says what would be built, and why."),
        new("build", ["-a", "--all"],
            "`slipway build` without a name builds every image that is missing",
            "Leave --all out."),
        new("build", ["--rm", "--force-rm"],
            "`slipway build` leaves no container behind anyway",
            "Leave the option out."),
        new("build", EngineBuildOptions,
            "`slipway build` hands no options of its own to the engine",
            "What an image is made of stands in the tree; `slipway context IMAGE -o FILE` writes the context for a "
            + "build by hand."),
        new("run", ["-d", "--detach"],
            "`slipway run` stays with its container, and ends it",
            "`slipway load IMAGE`, then `docker run -d` with its name."),
        new("run", ["--init"],
            "`slipway run` has --init anyway, where the engine does",
            "Leave --init out; --no-init runs the command as the first process."),
        new("run", EngineRunOptions,
            "`slipway run` has only the options that its --help lists",
            "`slipway load IMAGE`, then `docker run` with its name and any option."),
        new("shell", ["--init"],
            "`slipway shell` has --init anyway, where the engine does",
            "Leave --init out; --no-init runs the shell as the first process."),
        new("shell", [.. EngineRunOptions, "-d", "--detach"],
            "`slipway shell` has only the options that its --help lists",
            "`slipway load IMAGE`, then `docker run` with its name and any option."),
    ];

    /// <summary>What to say of words that the parser did not understand; null when none of them is a habit.</summary>
    /// <param name="command">The name of the command.</param>
    /// <param name="tokens">The line. What stands behind <c>--</c> is somebody else's.</param>
    public static Diagnostic? Find(string command, IEnumerable<Token> tokens)
    {
        foreach (var token in tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Argument && Find(command, token.Value) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <param name="command">The name of the command.</param>
    /// <param name="word">As it was typed, with <c>=VALUE</c> or without.</param>
    public static Diagnostic? Find(string command, string word) =>
        All.FirstOrDefault(habit =>
                (habit.Command == Any || habit.Command == command) && habit.Names.Contains(word.Split('=')[0]))
            is { } known
                ? new Diagnostic(CliCodes.Syntax, known.Message, known.Remedy)
                : null;

    private sealed record Habit(string Command, string[] Names, string Message, string Remedy);
}
