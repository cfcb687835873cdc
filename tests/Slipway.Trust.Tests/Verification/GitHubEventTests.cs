using System.Text.Json.Nodes;
using Slipway.Tests.Chains;

namespace Slipway.Trust.Tests.Verification;

/// <summary>Decisions for releases and pull requests, rebuilt from what GitHub's API says.</summary>
public sealed class GitHubEventTests
{
    private const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    private const string Api = "https://api.github.com/repos/mozilla/golden";
    private const string Tag = "v1.0";

    private static readonly string Revision = new('7', 40);

    [Theory]
    [InlineData("8888888888888888888888888888888888888888", null)]
    [InlineData("main", "7.20")]
    [InlineData("8888888", "7.20")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF01", "7.20")]
    [InlineData("v1.0", "4.")]
    [InlineData("8888888888888888888888888888888888888888/other.yml?", "4.")]
    [InlineData("../../evil/golden/8888888888888888888888888888888888888888", "4.")]
    [InlineData("%2e%2e", "4.")]
    public void A_revision_is_the_whole_id_of_a_commit(string revision, string? rule)
    {
        var verdict = GoldenChain.Judge(ChainForge.AtRevision(revision));

        Assert.True(
            rule is null ? verdict.IsAccepted : verdict.Rule!.StartsWith(rule, StringComparison.Ordinal),
            $"{verdict.Rule}: {verdict.Reason}");
    }

    [Fact]
    public void A_release_is_rebuilt_and_its_tag_is_held_against_the_commit()
    {
        var verdict = GoldenChain.Judge(Release());

        Assert.True(verdict.IsAccepted, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Theory]
    [InlineData("sha", "7.23")]
    [InlineData("no commit", "7.23")]
    [InlineData("author", "4.9")]
    [InlineData("target", "4.9")]
    [InlineData("date", "4.9")]
    [InlineData("no release", "4.9")]
    [InlineData("no branch", "7.6")]
    public void A_release_that_GitHub_tells_in_another_way_is_refused(string what, string rule)
    {
        var chain = Release();
        var web = chain["web"]!.AsObject();
        string release = $"{Api}/releases/tags/{Tag}";
        switch (what)
        {
            case "sha":
                web[$"{Api}/commits/tags/{Tag}"] = Text(new JsonObject { ["sha"] = new string('8', 40) });
                break;
            case "no commit":
                web.Remove($"{Api}/commits/tags/{Tag}");
                break;
            case "author":
                web[release] = Text(Published(author: "stranger"));
                break;
            case "target":
                web[release] = Text(Published(target: "other"));
                break;
            case "date":
                web[release] = Text(Published(at: "2026-05-05T00:00:00Z"));
                break;
            case "no release":
                web.Remove(release);
                break;
            default:
                web[$"https://github.com/mozilla/golden/branch_commits/{Revision}"] = new JsonObject { ["text"] = "" };
                chain["context"]!["cot_restricted_scopes"] = new JsonObject();
                break;
        }

        var verdict = GoldenChain.Judge(chain);

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pull_request_is_rebuilt_and_refused_for_what_it_is(bool isFork)
    {
        var chain = PullRequest(isFork);
        chain["context"]!["cot_restricted_scopes"] = new JsonObject();

        var verdict = GoldenChain.Judge(chain);

        Assert.Equal("7.6", verdict.Rule);
        Assert.Contains("pull request", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pull_request_that_was_pushed_to_since_is_not_what_the_decision_says()
    {
        var chain = PullRequest(isFork: false);
        chain["web"]!.AsObject()[$"{Api}/pulls/12"] = Text(Requested(new string('9', 40)));

        Assert.Equal("4.9", GoldenChain.Judge(chain).Rule);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12/../13")]
    public void The_number_of_a_pull_request_is_one(string number)
    {
        var chain = PullRequest(isFork: false, number);

        var verdict = GoldenChain.Judge(chain);

        Assert.Equal("4.9", verdict.Rule);
        Assert.Contains("no pull request", verdict.Reason, StringComparison.Ordinal);
    }

    private static JsonNode Release()
    {
        var chain = Decide(
            "github-release",
            new JsonObject { ["GOLDEN_HEAD_REF"] = Tag },
            "Released by ${event.sender.login} from ${event.release.target_commitish} at "
                + "${event.release.published_at}: ${event.release.tag_name} of ${event.repository.clone_url}",
            $"Released by dev from main at 2026-05-04T00:00:00Z: {Tag} of https://github.com/mozilla/golden.git");
        chain["web"]![$"{Api}/releases/tags/{Tag}"] = Text(Published());
        chain["web"]![$"{Api}/commits/tags/{Tag}"] = Text(new JsonObject { ["sha"] = Revision });
        return chain;
    }

    private static JsonNode PullRequest(bool isFork, string number = "12")
    {
        var chain = Decide(
            "github-pull-request",
            new JsonObject { ["GOLDEN_PULL_REQUEST_NUMBER"] = number },
            "Asked by ${event.sender.login} for ${event.pull_request.head.sha} at "
                + "${event.pull_request.head.updated_at} of ${event.repository.full_name}",
            $"Asked by someone for {Revision} at 1777881000 of mozilla/golden");
        string asked = isFork ? "https://api.github.com/repos/upstream/project" : Api;
        chain["web"]![Api] = Text(new JsonObject
        {
            ["fork"] = isFork,
            ["parent"] = new JsonObject
            {
                ["owner"] = new JsonObject { ["login"] = "upstream" },
                ["name"] = "project",
            },
        });
        chain["web"]![$"{asked}/pulls/12"] = Text(Requested(Revision));
        return chain;
    }

    private static JsonObject Requested(string revision) => new()
    {
        ["head"] = new JsonObject
        {
            ["sha"] = revision,
            ["user"] = new JsonObject { ["login"] = "someone" },
        },
        ["base"] = new JsonObject { ["repo"] = new JsonObject { ["full_name"] = "mozilla/golden" } },
    };

    private static JsonObject Published(
        string author = "dev", string target = "main", string at = "2026-05-04T00:00:00Z") => new()
        {
            ["author"] = new JsonObject { ["login"] = author },
            ["target_commitish"] = target,
            ["published_at"] = at,
        };

    // The golden push, as a decision for another event, whose template says in its description what it was told.
    private static JsonNode Decide(string tasksFor, JsonObject variables, string template, string made)
    {
        var chain = GoldenChain.Chain("github-push");
        chain["context"]!["valid_tasks_for"]!.AsArray().Add(tasksFor);
        void Change(JsonNode task)
        {
            task["extra"]!["tasks_for"] = tasksFor;
            task["metadata"]!["description"] = made;
            foreach (var (name, value) in variables)
            {
                task["payload"]!["env"]![name] = value?.DeepClone();
            }
        }

        Change(chain["tasks"]![Decision]!["definition"]!);
        ChainForge.Resign(chain, Decision, statement => Change(statement["task"]!));
        var rendered = chain["tasks"]![Decision]!["definition"]!.DeepClone();
        rendered["metadata"]!["description"] = template;
        rendered["taskGroupId"] = new JsonObject { ["$eval"] = "as_slugid('decision')" };
        chain["web"]![$"https://raw.githubusercontent.com/mozilla/golden/{Revision}/.taskcluster.yml"] =
            Text(new JsonObject { ["tasks"] = new JsonArray(rendered) });
        return chain;
    }

    private static JsonObject Text(JsonObject content) => new() { ["text"] = content.ToJsonString() };
}
