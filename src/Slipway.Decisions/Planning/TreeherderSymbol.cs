using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Decisions.Planning;

/// <summary>How Treeherder shows a task: <c>symbol</c>, or <c>group(symbol)</c>.</summary>
/// <remarks>
/// As taskgraph's image tasks have it: <c>taskgraph/transforms/docker_image.py</c> for the platform, <c>task.py</c> for
/// the rest.
/// </remarks>
public sealed partial class TreeherderSymbol
{
    private const string Platform = "taskcluster-images";
    private const string Collection = "opt";

    private readonly string? _group;
    private readonly string _symbol;

    public TreeherderSymbol(string text)
    {
        var match = Grouped().Match(text);
        _group = match.Success && match.Groups["group"].Value != "?" ? match.Groups["group"].Value : null;
        _symbol = match.Success ? match.Groups["symbol"].Value : text;
    }

    /// <summary>Adds what Treeherder reads to <c>extra</c> of a task.</summary>
    /// <param name="extra">Gets it.</param>
    /// <param name="groupNames">What groups are called; one that has no name there gets none.</param>
    public void AddTo(JsonObject extra, IReadOnlyDictionary<string, string> groupNames)
    {
        extra["treeherder-platform"] = $"{Platform}/{Collection}";
        var treeherder = new JsonObject
        {
            ["machine"] = new JsonObject { ["platform"] = Platform },
            ["collection"] = new JsonObject { [Collection] = true },
            ["symbol"] = _symbol,
            ["jobKind"] = "other",
            ["tier"] = 1,
        };
        if (_group is not null)
        {
            treeherder["groupSymbol"] = _group;
            if (groupNames.TryGetValue(_group, out string? name))
            {
                treeherder["groupName"] = name;
            }
        }

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

    [GeneratedRegex(
        @"\A(?<group>[^()]*)\((?<symbol>[^()]*)\)\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouped();
}
