using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Decisions.Planning;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Gecko;

/// <summary>How Treeherder shows gecko's tasks, and what the push is called there.</summary>
internal sealed class GeckoShow(SlipwayConfig config, PushParameters parameters)
{
    private const string Root = "https://treeherder.mozilla.org";

    private readonly GeckoTaskSettings _tasks = config.Extensions.Get<GeckoTaskSettings>();

    /// <summary><c>extra</c> of an image's task.</summary>
    public JsonObject OfImage(ImageDefinition image) =>
        Extra(image, Treeherder.ImagePlatform, Treeherder.ImageJobKind, Treeherder.ImageTier);

    /// <summary><c>extra</c> of a package's task.</summary>
    public JsonObject OfPackage(ImageDefinition image)
    {
        var settings = image.Extensions.Get<PackageTaskSettings>();
        return Extra(image, settings.Platform, settings.JobKind, settings.Tier);
    }

    /// <summary>The description with a link to where the task is shown.</summary>
    public string Describe(ImageDefinition image, string description, string task) =>
        image.Extensions.Get<ImageTaskSettings>().Symbol is null
            ? description
            : $"{description} ([Treeherder job]({Root}/#/jobs?repo={ProjectOf(_tasks, parameters)}&revision="
                + $"{Revision}&selectedTaskRun={task}))";

    /// <summary>The project, with what marks those of pull requests.</summary>
    public static string AliasOf(PushParameters parameters) =>
        parameters.IsPullRequest ? $"{parameters.Project}-pr" : parameters.Project;

    /// <summary>What Treeherder calls the project or its branch.</summary>
    public static string ProjectOf(GeckoTaskSettings tasks, PushParameters parameters)
    {
        var (branch, _) = HeadRefOf(parameters);
        var names = KeyedText.Match(
                tasks.Branches.Where(names => names.Project is not null).Select(names => (names.Project!, names.Names)),
                parameters.Project)
            .Concat(tasks.Branches.Where(names => names.Project is null).Select(names => names.Names))
            .FirstOrDefault([]);
        string? found = branch.Length == 0
            ? null
            : KeyedText.Match(names.Select(pair => (pair.Key, pair.Value)), branch).FirstOrDefault()
                ?? names.FirstOrDefault(pair => pair.Key == "default").Value;
        return found ?? AliasOf(parameters);
    }

    /// <summary>The branch or tag of a push to git, and which of the two it is; empty for others.</summary>
    public static (string Name, string Type) HeadRefOf(PushParameters parameters)
    {
        const string Heads = "refs/heads/";
        const string Tags = "refs/tags/";
        string head = parameters.HeadRef;
        return parameters.RepositoryType == GeckoSettings.Mercurial || parameters.IsPullRequest ? (string.Empty, "ref")
            : head.StartsWith(Heads, StringComparison.Ordinal) ? (head[Heads.Length..], "branch")
            : head.StartsWith(Tags, StringComparison.Ordinal) ? (head[Tags.Length..], "tag")
            : (head, "ref");
    }

    private string Revision =>
        parameters.Values.GetValueOrDefault($"{_tasks.ParameterPrefix}head_rev") ?? parameters.HeadRevision;

    private JsonObject Extra(ImageDefinition image, string? platform, string kind, int tier)
    {
        var settings = image.Extensions.Get<ImageTaskSettings>();
        bool isShown = settings.Symbol is not null && platform is not null;
        var extra = new JsonObject
        {
            ["index"] = new JsonObject { ["rank"] = RankOf(settings, isShown ? tier : 3, parameters.Push) },
        };
        if (!isShown)
        {
            return extra;
        }

        Treeherder.AddTo(
            extra, settings.Symbol!, platform!, kind, tier, config.Extensions.Get<TaskSettings>().GroupNames);
        return extra;
    }

    // add_index_routes of gecko: what is not in the first tier stands below, but above what is only eager.
    private static long RankOf(ImageTaskSettings settings, int tier, PushContext push)
    {
        string rank = settings.Index?.Rank ?? ProductIndex.RankByTier;
        long date = push.PushDate.ToUnixTimeSeconds();
        return rank == ProductIndex.RankByTier ? (tier > 1 ? 1 : date)
            : int.TryParse(rank, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number
            : date;
    }
}
