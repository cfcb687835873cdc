using System.Text;
using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rules 4.0 and 4.6: what is used of a link, and the hashes that its worker signed.</summary>
internal static class ArtifactRules
{
    public const string Graph = "public/task-graph.json";
    public const string Actions = "public/actions.json";
    public const string Parameters = "public/parameters.yml";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>An artifact that the target takes.</summary>
    /// <param name="Task">From which task.</param>
    /// <param name="Path">As it is written; with <c>*</c> a pattern.</param>
    /// <param name="IsOptional">Whether the target can do without.</param>
    public readonly record struct Upstream(string Task, string Path, bool IsOptional)
    {
        public bool IsPattern => Path.Contains('*', StringComparison.Ordinal);
    }

    public static IEnumerable<Upstream> UpstreamOf(ChainLink target)
    {
        foreach (var entry in target.Payload.At("upstreamArtifacts").Items())
        {
            bool isOptional = entry.At("optional").IsTruthy();
            string task = entry.TextAt("taskId")
                ?? throw new RuleBrokenException("an entry of payload.upstreamArtifacts lacks taskId");
            if (entry.At("paths") is not JsonArray paths)
            {
                throw new RuleBrokenException("an entry of payload.upstreamArtifacts lacks paths");
            }

            foreach (var path in paths)
            {
                yield return new Upstream(
                    task,
                    path.Text() ?? throw new RuleBrokenException("a path of an upstream artifact is no text"),
                    isOptional);
            }
        }
    }

    /// <summary>Rule 4.0.</summary>
    public static void CheckPaths(ChainLink target)
    {
        foreach (var upstream in UpstreamOf(target))
        {
            if (upstream.Path.StartsWith('/') || upstream.Path.Contains("..", StringComparison.Ordinal))
            {
                throw new RuleBrokenException($"the path of the upstream artifact {upstream.Path} leads elsewhere");
            }

            if (upstream is { IsPattern: true, IsOptional: false })
            {
                throw new RuleBrokenException(
                    $"the upstream artifact {upstream.Path} is a pattern, and not optional");
            }
        }
    }

    /// <summary>Rule 4.6, for what planned the tasks.</summary>
    public static void CheckPlans(ChainVerification chain, ChainLink link)
    {
        if (!link.IsPlanner || !link.IsLink)
        {
            return;
        }

        string[] needed = link.Type == LinkTypes.Decision ? [Graph, Actions, Parameters] : [Graph];
        foreach (string name in needed)
        {
            chain.Ask("4.6", link, () => Hold(chain, link, name));
        }
    }

    /// <summary>Rule 4.6, for what the target takes.</summary>
    public static void CheckUpstream(ChainVerification chain, ChainLink target)
    {
        var taken = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var upstream in UpstreamOf(target))
        {
            var link = chain.Find(upstream.Task)
                ?? throw new RuleBrokenException($"the upstream task {upstream.Task} is not on the chain");
            foreach (string path in Matching(chain, upstream))
            {
                if (upstream.IsOptional)
                {
                    HoldOptional(chain, link, path);
                }
                else
                {
                    chain.Ask("4.6", link, () => Hold(chain, link, path));
                }

                if (!taken.TryGetValue(upstream.Task, out var paths))
                {
                    taken[upstream.Task] = paths = new(StringComparer.Ordinal) { SignatureRules.Statement };
                }

                paths.Add(Inside(path));
            }
        }

        foreach (string path in taken.Values.SelectMany(Folded))
        {
            throw new RuleBrokenException($"the artifact {path} has the name of the folder of another one");
        }
    }

    /// <summary>What an upstream artifact names: itself, or what its pattern matches.</summary>
    public static IEnumerable<string> Matching(ChainVerification chain, Upstream upstream)
    {
        if (!upstream.IsPattern)
        {
            return [upstream.Path];
        }

        var pattern = Pattern(upstream.Path);
        return chain.ArtifactNames(upstream.Task).Where(name => pattern.IsMatch(name));
    }

    /// <summary>Holds an artifact of a link against every hash that its worker signed.</summary>
    public static void Hold(ChainVerification chain, ChainLink link, string path, string rule = "4.6")
    {
        var entry = Signed(link, path);
        Inside(path);
        var body = chain.Artifact(link.TaskId, path)
            ?? throw new RuleBrokenException($"{path} is in the chain of trust, but was not published");
        foreach (var (algorithm, hash) in entry)
        {
            if (!chain.Policy.HashAlgorithms.Contains(algorithm))
            {
                throw new RuleBrokenException($"{path} has a hash of an algorithm that does not count: {algorithm}");
            }

            if (body.Hash(algorithm) is not { } actual || actual != hash.Text())
            {
                throw new RuleBrokenException(
                    $"{path} has the {algorithm} {body.Hash(algorithm) ?? "that is not known"}, "
                    + $"and the worker signed {hash.Text() ?? hash.Short()}");
            }
        }

        link.Held(rule, $"{path} has the hash that was signed ({string.Join(", ", entry.Select(h => h.Key))})");
    }

    /// <summary>What the worker signed of an artifact: hashes by algorithm.</summary>
    public static JsonObject Signed(ChainLink link, string path)
    {
        if (link.Signed.At("artifacts") is not JsonObject artifacts)
        {
            throw new RuleBrokenException("the chain of trust has no object 'artifacts'");
        }

        return artifacts.TryGetPropertyValue(path, out var entry)
            ? entry as JsonObject ?? throw new RuleBrokenException($"the hashes of {path} are no object")
            : throw new RuleBrokenException($"{path} is not in the chain of trust");
    }

    // What fails here may only be missing: whether it is there and wrong is asked by rule 7.9.
    private static void HoldOptional(ChainVerification chain, ChainLink link, string path)
    {
        try
        {
            Hold(chain, link, path);
        }
        catch (RuleBrokenException broken)
        {
            link.NotChecked("4.6", $"optional: {broken.Message}");
        }
    }

    /// <summary>A path below the task's folder, without parts that say nothing.</summary>
    private static string Inside(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.StartsWith('/') ? throw Outside(path) : path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case "..":
                    if (parts.Count == 0)
                    {
                        throw Outside(path);
                    }

                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    private static RuleBrokenException Outside(string path) =>
        new($"the path {path} leads out of the folder of its task");

    private static IEnumerable<string> Folded(SortedSet<string> paths) =>
        paths.Where(path => paths.Any(other => other.StartsWith($"{path}/", StringComparison.Ordinal)));

    // https://docs.python.org/3/library/fnmatch.html
    private static Regex Pattern(string pattern)
    {
        var text = new StringBuilder(@"\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            int end = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (end > 0)
            {
                string set = pattern[(i + 1)..end].Replace(@"\", @"\\", StringComparison.Ordinal)
                    .Replace("[", @"\[", StringComparison.Ordinal);
                text.Append('[')
                    .Append(set.StartsWith('!') ? $"^{set[1..]}" : set.Replace("^", @"\^", StringComparison.Ordinal))
                    .Append(']');
                i = end;
                continue;
            }

            text.Append(pattern[i] switch
            {
                '*' => ".*",
                '?' => ".",
                var c => Regex.Escape(c.ToString()),
            });
        }

        try
        {
            return new Regex(
                text.Append(@"\z").ToString(),
                RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking,
                Patience);
        }
        catch (ArgumentException exception)
        {
            throw new RuleBrokenException($"the path {pattern} is no pattern", exception);
        }
    }
}
