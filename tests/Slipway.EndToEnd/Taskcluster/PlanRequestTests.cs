using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing;
using static System.FormattableString;

namespace Slipway.EndToEnd.Taskcluster;

/// <summary>What it costs to look for the images of a large tree.</summary>
public sealed class PlanRequestTests : IAsyncDisposable
{
    private const int Images = 300;
    private const int Most = 10;
    private const string Artifact = "public/image.tar.zst";

    private readonly Deployment _deployment = new();

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task A_plan_of_300_images_that_are_all_found_asks_in_batches()
    {
        Machine.RequireSlipway();
        await using var tree = SmallTree.Create(_deployment);
        foreach (int number in Enumerable.Range(0, Images - SmallTree.Images))
        {
            string name = Invariant($"many{number}");
            tree.Image(name, $"FROM scratch\nLABEL of={name}\n");
        }

        var digests = JsonNode.Parse(await tree.CheckAsync("hash", "--json"))!.AsArray();
        Assert.Equal(Images, digests.Count);
        foreach (var found in digests)
        {
            string ns = $"e2e.cache.level-3.docker.v2.{found!["image"]}.hash.{found["digest"]}";
            // As tasks of images say it themselves: what they leave, and until when.
            _deployment.Server.AddTask(
                [new SeededArtifact(Artifact, [1])],
                new JsonObject
                {
                    ["routes"] = new JsonArray($"index.{ns}"),
                    ["payload"] = new JsonObject
                    {
                        ["artifacts"] = new JsonObject
                        {
                            [Artifact] = new JsonObject
                            {
                                ["type"] = "file",
                                ["path"] = "/workspace/image.tar.zst",
                                ["expires"] = DateTimeOffset.UtcNow.AddDays(300).ToString(
                                    "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                            },
                        },
                    },
                });
        }

        _deployment.Server.Requests.Clear();
        var plan = JsonNode.Parse(await tree.CheckAsync("plan", "--level", "3", "--json"))!;

        Assert.Equal(Images, (int)plan["totals"]!["reuse"]!);
        Assert.True(
            _deployment.Server.Requests.Count <= Most,
            string.Join(
                ", ",
                _deployment.Server.Requests.CountBy(request => request.Name ?? request.Service)
                    .Select(pair => Invariant($"{pair.Value} × {pair.Key}"))));
    }
}
