using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Slipway.Taskcluster.Http;

/// <summary>Which setting a value comes from that a service does not take.</summary>
internal static partial class SettingHint
{
    // The fields of a task, and where Slipway has them from.
    private static readonly FrozenDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["priority"] = OfTasks("priority", "'task-priority' in taskcluster/config.yml"),
        ["deadline"] = OfTasks("deadline", "'task-deadline-after' in taskcluster/config.yml"),
        ["expires"] = "'expires:' in slipway.yml, or 'task-expires-after' in taskcluster/config.yml",
        ["provisionerId"] = OfTasks("worker-pool", "the worker alias 'images' in taskcluster/config.yml"),
        ["workerType"] = OfTasks("worker-pool", "the worker alias 'images' in taskcluster/config.yml"),
        ["taskQueueId"] = OfTasks("worker-pool", "the worker alias 'images' in taskcluster/config.yml"),
        ["schedulerId"] = OfTasks("scheduler-id", "'trust-domain' in taskcluster/config.yml"),
        ["projectId"] = OfTasks("project-id", null),
        ["scopes"] = OfTasks("scopes", null),
        ["routes"] = "'prefix:' and the templates below 'index:' in slipway.yml, and 'index:' and 'symbol:' of images",
        ["owner"] = "--owner, or 'owner' in the parameters",
        ["source"] = "--head-repository, or 'head_repository' in the parameters",
        ["rank"] = "--pushdate",
        ["created"] = "the clock of this machine",
        ["dependencies"] = OfTasks("deadline", "the tasks that it depends on, which expire too soon or are gone"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What to look at, for people; null when the words of the service name no field that is known.</summary>
    /// <param name="message">What the service said.</param>
    public static string? Of(string message)
    {
        foreach (Match match in Field().Matches(message))
        {
            // The last part that is known says most: data/metadata/owner.
            foreach (string part in match.Groups["path"].Value.Split('/', '.').Reverse())
            {
                if (Settings.TryGetValue(part, out string? setting))
                {
                    return $"Look at {setting}.";
                }
            }
        }

        return null;
    }

    private static string OfTasks(string key, string? other) =>
        $"'{key}:' below 'taskcluster:' in slipway.yml" + (other is null ? string.Empty : $", or {other}");

    // A path of a schema's error (data/priority, data.priority), a field in backticks, or one at the beginning.
    [GeneratedRegex(
        @"\bdata[/.](?<path>[A-Za-z0-9_/.]+)|`(?:task\.)?(?<path>[A-Za-z]+)`|\A\s*(?:Artifact )?(?<path>[A-Za-z]+)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
