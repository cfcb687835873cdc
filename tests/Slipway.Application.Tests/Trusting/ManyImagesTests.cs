using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Trusting;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;

namespace Slipway.Application.Tests.Trusting;

/// <summary>The images of one push, judged one after another: what they share is fetched once.</summary>
public sealed class ManyImagesTests
{
    private const int Images = 1000;
    private const string Child = "HAz8620TRyqM8D7V1yXEIw";

    // Of its own: definition, status, chain of trust, signature, and the archive.
    private const int OwnQuestions = 5;

    [Fact]
    public async Task A_thousand_images_share_what_they_need()
    {
        var (chain, ids) = Push();
        var golden = new GoldenServices(chain);
        var collector = new ChainCollector(
            new ChainServices(golden, golden, golden, NoSources.Instance), TimeProvider.System, golden.Policy);
        var watch = Stopwatch.StartNew();
        foreach (string id in ids)
        {
            var (_, verdict) = await collector.CollectAsync(
                new ChainTarget(id, "docker-image", IsFinished: true),
                withArchives: true,
                TestContext.Current.CancellationToken);
            Assert.True(verdict.IsAccepted, verdict.Reason);
        }

        int all = golden.Counts.Values.Sum();
        Campaign.Report(
            "trust: images of one push", $"{Images} judged with {all} questions in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.All(golden.Counts, asked => Assert.Equal((asked.Key, 1), (asked.Key, asked.Value)));
        Assert.InRange(all, Images * OwnQuestions, (Images * OwnQuestions) + 40);
    }

    private static (JsonNode Chain, List<string> Ids) Push()
    {
        var chain = GoldenChain.Intact();
        var ids = new List<string>();
        for (int i = 0; i < Images; i++)
        {
            string id = Id(i);
            ids.Add(id);
            chain["tasks"]![id] = chain["tasks"]![Child]!.DeepClone();
            ChainForge.Resign(chain, id, statement => statement["taskId"] = id);
        }

        ChainForge.Replan(chain, graph =>
        {
            foreach (string id in ids)
            {
                graph[id] = graph[Child]!.DeepClone();
            }
        });
        return (chain, ids);
    }

    // As the Queue makes them: a version 4 UUID in base64.
    private static string Id(int number)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"image {number}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return Convert.ToBase64String(bytes)[..22].Replace('+', '-').Replace('/', '_');
    }
}
