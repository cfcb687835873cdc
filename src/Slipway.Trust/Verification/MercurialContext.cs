using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>What a Mercurial server and the list of projects say of a push.</summary>
internal static class MercurialContext
{
    private const string LevelPrefix = "scm_level_";
    private const string TrySyntax = "try:";
    private const string NoComment = " ";

    // The year 2100: a push is made before that.
    private const long MostSeconds = 4_102_444_800;

    /// <summary>Address, level and project of the repository, from the list of projects.</summary>
    public static JsonObject Repository(ChainVerification chain, ChainLink decision)
    {
        var source = SourceAddress.Of(chain, decision);
        string text = decision.Task.TextAt("metadata", "source")!;
        var projects = TemplateSource.ReadYaml(chain.Web(chain.Policy.ProjectsAddress), chain.Policy.ProjectsAddress);
        foreach (var (project, settings) in projects.Members())
        {
            string? repository = settings.TextAt("repo");
            if (repository is null
                || (text != repository && !text.StartsWith($"{repository}/", StringComparison.Ordinal)))
            {
                continue;
            }

            string access = settings.TextAt("access")
                ?? throw new RuleBrokenException($"the list of projects gives {project} no level");
            return new JsonObject
            {
                ["url"] = repository,
                ["level"] = access.Replace(LevelPrefix, string.Empty, StringComparison.Ordinal),
                ["project"] = project,
            };
        }

        throw new RuleBrokenException($"the list of projects has no repository for {source.Host}{source.Path}");
    }

    public static JsonObject Push(ChainVerification chain, ChainLink decision, bool isCron)
    {
        var (id, push) = Pushes(chain, decision).FirstOrDefault();
        if (push is not JsonObject || push.At("changesets") is not JsonArray { Count: > 0 } changesets)
        {
            throw new RuleBrokenException("the push log knows no push with its revision");
        }

        return new JsonObject
        {
            ["base_revision"] = changesets[0].At("parents").Items().FirstOrDefault()?.DeepClone()
                ?? throw new RuleBrokenException("the push log gives the push no parent"),
            ["revision"] = SourceAddress.RevisionOf(chain, decision),
            ["pushlog_id"] = id,
            ["pushdate"] = push.At("date")?.DeepClone(),
            ["owner"] = isCron ? "cron"
                : push.TextAt("user") ?? throw new RuleBrokenException("the push log says nobody pushed"),
            ["comment"] = isCron ? string.Empty : Comment(chain, decision, changesets[^1]),
        };
    }

    /// <summary>The pushes that a repository knows for a revision.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Pushes(ChainVerification chain, ChainLink decision)
    {
        string address = Address(chain, decision);
        var reading = StrictJson.Read(chain.Web(address).Span);
        return reading.Failure is null
            ? reading.Value.At("pushes").Members()
            : throw new RuleBrokenException($"the push log is no JSON: {reading.Failure}");
    }

    /// <summary>Rules 7.18 and 7.19 for the push log.</summary>
    public static void CheckPlain(ChainVerification chain, ChainLink decision)
    {
        var reading = StrictJson.Read(chain.Web(Address(chain, decision)).Span);
        if (!reading.IsPlain)
        {
            throw new RuleBrokenException("7.18", $"the push log can be read in two ways: {reading.Ambiguities[0]}");
        }

        var pushes = Pushes(chain, decision).ToList();
        if (pushes.Count != 1)
        {
            throw new RuleBrokenException($"the push log has {pushes.Count} pushes for its revision");
        }

        string? revision = SourceAddress.RevisionOf(chain, decision);
        if (!pushes[0].Value.At("changesets").Items().Any(changeset => changeset.TextAt("node") == revision))
        {
            throw new RuleBrokenException($"the push that the push log has for {revision} does not contain it");
        }

        if (pushes[0].Value.At("date").Whole() is >= 0 and <= MostSeconds and var seconds
            && decision.TaskId == chain.Target!.GroupId)
        {
            chain.Pushed = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        decision.Held("7.19", "the push log has one push for its revision");
    }

    /// <summary>The named branch of the changeset of a decision, as the push log has it.</summary>
    public static IEnumerable<string> BranchesOf(ChainVerification chain, ChainLink decision)
    {
        string? revision = SourceAddress.RevisionOf(chain, decision);
        return Pushes(chain, decision)
            .SelectMany(push => push.Value.At("changesets").Items())
            .Where(changeset => changeset.TextAt("node") == revision)
            .Select(changeset => changeset.TextAt("branch"))
            .OfType<string>();
    }

    private static string Address(ChainVerification chain, ChainLink decision) =>
        $"{TemplateSource.Repository(chain, decision)}/json-pushes"
        + $"?changeset={SourceAddress.RevisionOf(chain, decision)}&version=2&full=1";

    // A push to try says what to run in the description of its last changeset; all others say nothing.
    private static string Comment(ChainVerification chain, ChainLink decision, JsonNode? tip)
    {
        string claimed = SourceAddress.Variable(chain, decision, "COMMIT_MSG") ?? NoComment;
        string description = tip.TextAt("desc") ?? string.Empty;
        if (claimed == NoComment)
        {
            return claimed;
        }

        if (description.IndexOf(TrySyntax, StringComparison.Ordinal) is >= 0 and var start)
        {
            string line = description[start..].Split('\n')[0].TrimEnd('\r');
            if (claimed == line || claimed == line[TrySyntax.Length..] || claimed == line[TrySyntax.Length..].Trim())
            {
                return claimed;
            }
        }

        throw new RuleBrokenException("its commit message is not what the push says");
    }
}
