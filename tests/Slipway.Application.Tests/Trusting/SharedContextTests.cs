using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Trusting;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Images that are built of one context, each by a Dockerfile of its own.</summary>
public sealed class SharedContextTests
{
    private const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    private const string Child = "HAz8620TRyqM8D7V1yXEIw";
    private const string Other = "BBBBBBBBQBqBBBBBBBBBBA";
    private const string Third = "CCCCCCCCQCqCCCCCCCCCCA";
    private const string Context = "public/docker-contexts/child.tar.gz";

    [Theory]
    [InlineData(Child, Other, Third)]
    [InlineData(Other, Child, Third)]
    [InlineData(Third, Other, Child)]
    public async Task Each_is_judged_by_its_own_Dockerfile_whatever_was_read_before(params string[] order)
    {
        var golden = new GoldenServices(Chain());
        var policy = golden.Policy with { Bases = ["debian"] };
        var collector = new ChainCollector(
            new ChainServices(golden, golden, golden, NoSources.Instance), TimeProvider.System, policy);
        foreach (string id in order.Concat(order))
        {
            var (_, verdict) = await collector.CollectAsync(
                new ChainTarget(id, "docker-image", IsFinished: true),
                withArchives: true,
                TestContext.Current.CancellationToken);

            Assert.Equal((id, id == Other ? "7.26" : null), (id, verdict.Rule));
            var check = verdict.Links.Single(link => link.TaskId == id).Checks.Single(one => one.Rule == "7.26");
            Assert.Equal(
                (id, id == Other ? CheckState.Failed : id == Child ? CheckState.Held : CheckState.NotChecked),
                (id, check.State));
        }
    }

    // The child by 'Dockerfile', another image by 'other/Dockerfile', a third one by a file that is not there.
    private static JsonNode Chain()
    {
        var chain = GoldenChain.Intact();
        byte[] tar = Tar(
            ("Dockerfile", "FROM scratch\n"),
            ("other/Dockerfile", $"FROM evil.example.org/x@sha256:{new string('d', 64)}\n"));
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar);
        }

        chain["tasks"]![Decision]!["artifacts"]![Context] = new JsonObject
        {
            ["base64"] = Convert.ToBase64String(packed.ToArray()),
        };
        ChainForge.Resign(chain, Decision, statement => statement["artifacts"]![Context] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(packed.ToArray())),
        });
        string hash = Convert.ToHexStringLower(SHA256.HashData(tar));
        ChainForge.Redefine(chain, Child, task =>
        {
            task["payload"]!["env"]!["HASH"] = hash;
            task["extra"]!["imageMeta"]!["contextHash"] = hash;
        });
        ChainForge.Copy(chain, Child, Other, task =>
            task["payload"]!["env"]!["SLIPWAY_DOCKERFILE"] = "other/Dockerfile");
        ChainForge.Copy(chain, Child, Third, task =>
            task["payload"]!["env"]!["SLIPWAY_DOCKERFILE"] = "third/Dockerfile");
        return chain;
    }

    private static byte[] Tar(params (string Name, string Content)[] files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                });
            }
        }

        return tar.ToArray();
    }
}
