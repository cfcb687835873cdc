using System.Text.Json.Nodes;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Tests.Verification;

/// <summary>Rule 7.26: what counts as a parent of an image, and what as a base from elsewhere.</summary>
public sealed class BaseTests
{
    private const string Pin = "sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

    [Theory]
    // The parent: just so, with a tag, as what is published of it.
    [InlineData("FROM base\n", null)]
    [InlineData("FROM base:1\n", null)]
    [InlineData("FROM registry.example.org/team/base:1\n", null)]
    [InlineData("FROM registry.example.org:5000/base\nCOPY --from=registry.example.org:5000/base / /\n", null)]
    // What only ends in its name: beside the parent, or beside another one that ends so.
    [InlineData("FROM base\nCOPY --from=evil.example.org/base@{pin} / /\n", "evil.example.org/base")]
    [InlineData("FROM good.example.org/base\nCOPY --from=evil.example.org/base@{pin} / /\n", "example.org/base")]
    [InlineData("FROM base\nFROM evil/base@{pin}\n", "evil/base")]
    [InlineData("FROM database@{pin}\n", "database")]
    [InlineData("FROM base\nRUN --mount=from=evil.example.org/x/base:2 true\n", "not pinned")]
    [InlineData("# syntax=evil.example.org/base@{pin}\nFROM base\n", "evil.example.org/base")]
    [InlineData("FROM BASE\n", "BASE")]
    [InlineData("FROM base.\n", "base.")]
    public void Only_what_the_build_takes_for_a_parent_is_one(string dockerfile, string? says) =>
        Expect(Judge(dockerfile, env => env["SLIPWAY_PARENTS"] = $$"""{"base": "{{InsideCase.Base}}"}"""), says);

    [Theory]
    [InlineData("ARG BASE\nFROM $BASE\n", """{"BASE": "debian:12@{pin}"}""", null)]
    [InlineData("ARG BASE\nFROM $BASE\n", """{"BASE": "evil.example.org/x@{pin}"}""", "a base that nobody allowed")]
    [InlineData("ARG BASE\nFROM $BASE\n", """{"BASE": "debian:12@{pin}", "BASE": "debian:12@{pin}"}""", "in two ways")]
    [InlineData("ARG BASE=debian@{pin}\nFROM $BASE\n", """["BASE"]""", "no JSON object")]
    [InlineData("ARG BASE=debian@{pin}\nFROM $BASE\n", "BASE=evil", "no JSON object")]
    [InlineData("ARG BASE=debian@{pin}\nFROM $BASE\n", """{"BASE": 5}""", "is no text")]
    [InlineData("ARG BASE=debian@{pin}\nFROM $BASE\n", "", null)]
    public void Arguments_that_can_be_read_in_two_ways_are_refused(string dockerfile, string arguments, string? says) =>
        Expect(Judge(dockerfile, env => env["DOCKER_BUILD_ARGS"] = Filled(arguments)), says);

    [Theory]
    [InlineData("linux/amd64", null)]
    [InlineData("linux/arm64", "arm64")]
    [InlineData(null, "arm64")]
    public void A_base_is_that_of_the_platform_and_of_any_where_none_is_named(string? platform, string? says) => Expect(
        Judge(
            "FROM amd64-base@{pin} AS amd64\nFROM $TARGETARCH-base@{pin}\n",
            env =>
            {
                if (platform is not null)
                {
                    env["SLIPWAY_PLATFORM"] = platform;
                }
            }),
        says);

    [Fact]
    public void A_parent_that_is_no_task_is_no_parent()
    {
        var verdict = Judge("ARG DOCKER_IMAGE_PARENT=evil.example.org/x@{pin}\nFROM $DOCKER_IMAGE_PARENT\n", env =>
            env["PARENT_TASK_ID"] = null);

        Expect(verdict, "evil.example.org/x");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("other/Dockerfile", "other.example.org/x")]
    [InlineData("third/Dockerfile", null)]
    public void The_Dockerfile_is_the_one_that_the_task_builds_by(string? path, string? says)
    {
        var contents = new ArtifactContents
        {
            Tar = InsideCase.Named,
            Dockerfiles = InsideCase.Dockerfile("FROM scratch\n").AddRange(
                InsideCase.Dockerfile($"FROM other.example.org/x@{Pin}\n", "other/Dockerfile")),
        };

        var verdict = Judge(contents, env =>
        {
            if (path is not null)
            {
                env["SLIPWAY_DOCKERFILE"] = path;
            }
        });

        Expect(verdict, says);
        Assert.Equal(
            path == "third/Dockerfile" ? CheckState.NotChecked : says is null ? CheckState.Held : CheckState.Failed,
            verdict.Links.Single(link => link.TaskId == InsideCase.Child).Checks.Single(c => c.Rule == "7.26").State);
    }

    private static void Expect(TrustVerdict verdict, string? says)
    {
        Assert.True(says is null ? verdict.IsAccepted : verdict.Rule == "7.26", $"{verdict.Rule}: {verdict.Reason}");
        Assert.Contains(says ?? string.Empty, verdict.Reason ?? string.Empty, StringComparison.Ordinal);
    }

    private static string Filled(string text) => text.Replace("{pin}", Pin, StringComparison.Ordinal);

    private static TrustVerdict Judge(string dockerfile, Action<JsonNode> environment) => Judge(
        new ArtifactContents { Tar = InsideCase.Named, Dockerfiles = InsideCase.Dockerfile(Filled(dockerfile)) },
        environment);

    private static TrustVerdict Judge(ArtifactContents context, Action<JsonNode> environment)
    {
        var chain = GoldenChain.Intact();
        ChainForge.Redefine(chain, InsideCase.Child, task => environment(task["payload"]!["env"]!));
        return InsideCase.Judge(
            InsideCase.RanByBuild,
            policy => policy with { Bases = ["debian", "docker.io/library/amd64-base"] },
            context,
            chain: chain);
    }
}
