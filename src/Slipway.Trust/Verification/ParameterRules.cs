using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>Rule 7.28: the parameters that a decision published are those of its push.</summary>
internal static class ParameterRules
{
    private static readonly (string Name, string Variable)[] Bound =
        [("head_rev", "HEAD_REV"), ("head_repository", "HEAD_REPOSITORY")];

    public static void Check(ChainVerification chain, ChainLink link)
    {
        if (link.Type != LinkTypes.Decision
            || !link.IsLink
            || chain.Artifact(link.TaskId, ArtifactRules.Parameters)?.Content is not { } content)
        {
            return;
        }

        var parameters = Read(content) as JsonObject
            ?? throw new RuleBrokenException($"{ArtifactRules.Parameters} is no mapping");
        foreach (var (name, variable) in Bound)
        {
            string? own = SourceAddress.Variable(chain, link, variable);
            if (parameters.Has(name) && own is not null && Plain(parameters.At(name)) != own.TrimEnd('/'))
            {
                throw new RuleBrokenException(
                    $"{ArtifactRules.Parameters} says {name} {parameters.At(name).Short()}, and the decision is of "
                    + own);
            }
        }

        string? tasksFor = link.Task.TextAt("extra", "tasks_for");
        if (parameters.Has("tasks_for") && tasksFor is not null && parameters.TextAt("tasks_for") != tasksFor)
        {
            throw new RuleBrokenException(
                $"{ArtifactRules.Parameters} says tasks_for {parameters.At("tasks_for").Short()}, and the decision is "
                + $"for {tasksFor}");
        }

        if (parameters.Has("level")
            && PoolLevel.Of(link) is { } level
            && Plain(parameters.At("level")) != level.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new RuleBrokenException(
                $"{ArtifactRules.Parameters} says level {parameters.At("level").Short()}, and the decision ran at "
                + level.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        link.Held("7.28", $"{ArtifactRules.Parameters} is of its push");
    }

    // What one reader refuses, and another one takes in a way of its own.
    private static JsonNode? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            return TemplateSource.ReadYaml(content, ArtifactRules.Parameters);
        }
        catch (RuleBrokenException broken)
        {
            throw new RuleBrokenException("7.18", broken.Message);
        }
    }

    // A level may be a number, and an address end in a slash.
    private static string? Plain(JsonNode? value) => value.Text()?.TrimEnd('/')
        ?? value.Whole()?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
