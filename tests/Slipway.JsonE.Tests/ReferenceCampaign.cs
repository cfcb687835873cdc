using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.JsonE.Tests.Support;

namespace Slipway.JsonE.Tests;

/// <summary>Templates made at random give what the first implementation of the language gives.</summary>
public sealed class ReferenceCampaign(ReferenceFixture reference) : IClassFixture<ReferenceFixture>
{
    private const int Batch = 2_000;

    // Where the other implementation takes the source of a function for its text.
    private const string Uncalled = "evaluated template contained uncalled functions";

    // As render.mjs has it.
    private static readonly ImmutableDictionary<string, JsonEFunction> Functions =
        ImmutableDictionary<string, JsonEFunction>.Empty.Add(
            "wrap", arguments => new JsonArray([.. arguments.Select(one => one?.DeepClone())]));

    [Fact]
    public async Task Templates_made_at_random_give_what_the_first_implementation_gives()
    {
        int size = Campaign.Size(usual: Batch, @long: 100_000);
        var wrong = new List<string>();
        int results = 0;
        int errors = 0;
        int functions = 0;
        for (int first = 0; first < size && wrong.Count == 0; first += Batch)
        {
            var cases = Enumerable.Range(first, Batch).Select(Make).ToArray();
            var theirs = await reference.RenderAsync(cases);
            Assert.Equal(cases.Length, theirs.Length);
            for (int i = 0; i < cases.Length; i++)
            {
                var (template, context) = cases[i];
                var ours = Outcome.Of(template, new JsonEContext(context) { Functions = Functions });
                results += ours.Error is null ? 1 : 0;
                errors += ours.Error is null ? 0 : 1;
                if (Agree(ours, theirs[i]))
                {
                    continue;
                }

                if (ours.Error is { Kind: JsonEErrorKind.TemplateError, Detail: Uncalled })
                {
                    functions++;
                }
                else
                {
                    wrong.Add(
                        $"{first + i}: {template?.ToJsonString()} with {context.ToJsonString()}\n"
                        + $"  ours:   {ours}\n  theirs: {theirs[i].ToJsonString()}");
                }
            }
        }

        Campaign.Report(
            "JSON-e against json-e 4.8.4",
            $"{results} documents and {errors} errors are the same, but for {functions} functions as text");
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(20))}");
        // Both must be there in numbers, or little was tried.
        Assert.InRange(results, size / 4, size);
        Assert.InRange(errors, size / 10, size);
        Assert.InRange(functions, 0, size / 500);
    }

    private static (JsonNode? Template, JsonObject Context) Make(int seed)
    {
        var maker = new TemplateMaker(new Random(seed));
        return (maker.Template(3), maker.Context());
    }

    private static bool Agree(Outcome ours, JsonNode theirs) => theirs switch
    {
        // Its own mistakes have no words to compare.
        JsonObject its when its.ContainsKey("thrown") => ours.Error is { Kind: not JsonEErrorKind.LimitExceeded },
        JsonObject its when its["error"] is { } error => ours.Error?.Message == error.GetValue<string>(),
        _ => ours.Error is null && JsonNode.DeepEquals(ours.Result, theirs["result"]),
    };
}
