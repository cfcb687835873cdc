using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>What a task says to be shown by Treeherder.</summary>
/// <remarks>As <c>taskgraph/transforms/task.py</c> has it, which gecko has kept.</remarks>
internal static class Treeherder
{
    /// <summary>The platform of tasks that build images.</summary>
    public const string ImagePlatform = "taskcluster-images/opt";

    /// <summary>The kind of jobs that tasks of images are.</summary>
    public const string ImageJobKind = "other";

    /// <summary>The tier of tasks of images.</summary>
    public const int ImageTier = 1;

    /// <summary>Adds what Treeherder reads to <c>extra</c> of a task.</summary>
    /// <param name="extra">Gets it.</param>
    /// <param name="text">The symbol as it is written, see <see cref="TaskSymbol"/>.</param>
    /// <param name="platform">The platform, <c>machine/collection</c>.</param>
    /// <param name="jobKind">The kind of job.</param>
    /// <param name="tier">How much it matters, 1 to 3.</param>
    /// <param name="groupNames">What groups are called; one that has no name there gets none.</param>
    public static void AddTo(
        JsonObject extra,
        string text,
        string platform,
        string jobKind,
        int tier,
        IReadOnlyDictionary<string, string> groupNames)
    {
        string[] parts = platform.Split('/', 2);
        var (group, symbol) = TaskSymbol.Split(text);
        var treeherder = new JsonObject
        {
            ["machine"] = new JsonObject { ["platform"] = parts[0] },
            ["collection"] = new JsonObject { [parts[^1]] = true },
            ["symbol"] = symbol,
            ["jobKind"] = jobKind,
            ["tier"] = tier,
        };
        if (group is not null)
        {
            treeherder["groupSymbol"] = group;
            if (groupNames.TryGetValue(group, out string? name))
            {
                treeherder["groupName"] = name;
            }
        }

        extra["treeherder-platform"] = platform;
        extra["treeherder"] = treeherder;
    }

    /// <summary>The route on which Treeherder hears of a task.</summary>
    public static string RouteOf(PushParameters parameters)
    {
        // taskgraph: the project of a pull request is that of the fork, which Treeherder does not know.
        string project = parameters.IsPullRequest ? $"{LastPart(parameters.BaseRepository)}-pr" : parameters.Project;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"tc-treeherder.v2.{project}.{parameters.HeadRevision}.{parameters.PushlogId}");
    }

    /// <summary>The page on which Treeherder shows a push.</summary>
    public static string PushOf(PushParameters parameters) =>
        $"https://treeherder.mozilla.org/#/jobs?repo={parameters.Project}"
        + $"{(parameters.IsPullRequest ? "-pr" : string.Empty)}&revision={parameters.HeadRevision}";

    private static string LastPart(string repository)
    {
        string name = repository[(repository.LastIndexOf('/') + 1)..];
        return name.EndsWith(".git", StringComparison.Ordinal) ? name[..^".git".Length] : name;
    }
}
