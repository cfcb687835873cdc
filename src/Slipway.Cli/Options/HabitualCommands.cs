using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>Commands that hands type because <c>docker</c> has them, and what Slipway has in their place.</summary>
internal static class HabitualCommands
{
    private static readonly Habit[] All =
    [
        new(["exec", "attach"],
            "a container is there as long as its `slipway run`",
            "`slipway run IMAGE -- CMD` runs a command in an image, `slipway shell IMAGE` opens a shell in it."),
        new(["ps", "container", "start", "stop", "restart", "kill", "rm", "wait", "top", "stats", "port", "cp"],
            "a container is there as long as its `slipway run`",
            "`docker` knows those of the engine."),
        new(["images", "image", "ls"],
            "images are those of the tree",
            "`slipway list` shows them, and which of them are indexed."),
        new(["inspect"],
            "what is known of an image depends on whom one asks",
            "`slipway index find IMAGE` shows its entry in the index, `slipway hash IMAGE --inputs` what went in."),
        new(["pull"],
            "images of the tree are found in the index",
            "`slipway load IMAGE` makes one available in the engine; what a Dockerfile names from elsewhere is fetched "
            + "when it is built, anew with `slipway build --pull`."),
        new(["tag"],
            "an image is tagged by its name, and by its digest",
            "`slipway load IMAGE --tag NAME` gives it another tag in the engine."),
        new(["save"],
            "an image of the index goes to a file by another name",
            "`slipway export IMAGE -o FILE` writes it."),
        new(["rmi", "prune", "system", "clean"],
            "the store is tidied as a whole",
            "`slipway gc` removes what is no longer needed; images of the engine are removed by the engine."),
        new(["buildx", "builder", "bake", "compose", "up", "make"],
            "images of the tree are built together, parents first",
            "`slipway build` builds what is missing, or the images that are named and what they need."),
        new(["login", "logout"],
            "registries are reached with the credentials of docker or podman",
            "`docker login REGISTRY`, or `podman login REGISTRY`: Slipway reads what they write."),
        new(["version"], "the version is an option", "`slipway --version` prints it."),
        new(["info"], "the machine is looked at by another name", "`slipway doctor` does it."),
    ];

    /// <summary>What to say of a word in the place of a command; null when it is no habit.</summary>
    public static Diagnostic? Find(string word) =>
        All.FirstOrDefault(habit => habit.Names.Contains(word)) is { } known
            ? new Diagnostic(CliCodes.Syntax, $"Slipway has no command {word}: {known.Reason}", known.Remedy)
            : null;

    private sealed record Habit(string[] Names, string Reason, string Remedy);
}
