using System.Text.Json.Nodes;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests;

/// <summary>The cases by which the language specifies itself: <c>specification.yml</c> of json-e/json-e.</summary>
/// <remarks>
/// The file belongs to others and is not a part of this repository. A variable says where it is; without, it is looked
/// for beside the checkout. Where it is nowhere the test says so, and what it would have found is left to
/// <see cref="ReferenceCampaign"/> and to the tests of each folder.
/// </remarks>
public sealed class SpecificationTests
{
    private const string Variable = "SLIPWAY_JSONE_SPECIFICATION";

    // Named in the head of the file.
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2017-01-19T16:27:20.974Z");

    [Fact]
    public void Every_case_of_the_specification_gives_what_it_states()
    {
        string file = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : Repository.PathOf("..", "shared", "golden", "json-e", "specification.yml");
        if (!File.Exists(file))
        {
            Campaign.Report("JSON-e's own cases", $"none were tried: {Variable} names no file, nor is one at {file}");
            return;
        }

        using var reader = File.OpenText(file);
        JsonNode[] cases = [.. YamlCases.Read(reader).OfType<JsonObject>().Where(one => one.ContainsKey("title"))];
        string[] wrong = [.. cases.Select(Judge).OfType<string>()];

        Campaign.Report("JSON-e's own cases", $"{cases.Length - wrong.Length} of {cases.Length}");
        Assert.Empty(wrong);
        Assert.InRange(cases.Length, 1000, int.MaxValue);
    }

    /// <summary>What is wrong with what comes of a case; null when nothing is.</summary>
    private static string? Judge(JsonNode one)
    {
        var outcome = Outcome.Of(one["template"], (JsonObject)one["context"]!, Now);
        bool isRight = one["error"] switch
        {
            null => outcome.Error is null && JsonNode.DeepEquals(outcome.Result, one["result"]),
            JsonValue error when error.TryGetValue(out string? message) => outcome.Error?.Message == message,
            _ => outcome.Error is { Kind: not JsonEErrorKind.LimitExceeded },
        };
        return isRight ? null : $"{one["title"]}: {one["template"]?.ToJsonString()} gives {outcome}";
    }
}
