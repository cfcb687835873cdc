using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>Events of GitHub, put together again from what its API says: of a release, and of a pull request.</summary>
/// <remarks>https://docs.github.com/en/rest/releases/releases, https://docs.github.com/en/rest/pulls/pulls</remarks>
internal sealed class GitHubEvents(ChainVerification chain, ChainLink decision)
{
    public const string Release = "github-release";
    public const string PullRequest = "github-pull-request";

    private const string TagPrefix = "refs/tags/";

    /// <summary>The tag that a decision for a release claims.</summary>
    public string Tag => (Variable("HEAD_TAG") ?? GitHubContext.Reference(chain, decision)) is { Length: > 0 } tag
        ? tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag[TagPrefix.Length..] : tag
        : throw new RuleBrokenException("its environment names no tag");

    public JsonObject ReleaseEvent()
    {
        var (owner, name) = Place();
        string address = $"https://github.com/{owner}/{name}";
        var release = Ask($"{Api(owner, name)}/releases/tags/{Uri.EscapeDataString(Tag)}");
        return new JsonObject
        {
            ["action"] = "published",
            ["repository"] = new JsonObject
            {
                ["clone_url"] = $"{address}.git",
                ["full_name"] = $"{owner}/{name}",
                ["html_url"] = address,
                ["name"] = name,
            },
            ["release"] = new JsonObject
            {
                ["tag_name"] = Tag,
                ["target_commitish"] = release.At("target_commitish")?.DeepClone(),
                ["published_at"] = release.At("published_at")?.DeepClone(),
            },
            ["sender"] = new JsonObject
            {
                ["login"] = release.TextAt("author", "login")
                    ?? throw new RuleBrokenException($"GitHub does not say who published {Tag}"),
            },
        };
    }

    public JsonObject PullRequestEvent()
    {
        var (owner, name) = Place();
        var repository = Ask(Api(owner, name));
        // A request is made to the repository that the fork is of.
        if (repository.At("fork").IsTruthy())
        {
            owner = repository.TextAt("parent", "owner", "login") ?? throw NoParent(owner, name);
            name = repository.TextAt("parent", "name") ?? throw NoParent(owner, name);
        }

        if (Variable("PULL_REQUEST_NUMBER") is not { Length: > 0 } number || !number.All(char.IsAsciiDigit))
        {
            throw new RuleBrokenException("its environment names no pull request");
        }

        var request = (Ask($"{Api(owner, name)}/pulls/{number}") as JsonObject)?.DeepClone() as JsonObject
            ?? throw new RuleBrokenException($"GitHub knows no pull request {number}");
        if (request["head"] is JsonObject head)
        {
            // The request may have been pushed to since.
            head["updated_at"] = Variable("PUSH_DATE_TIME");
        }

        return new JsonObject
        {
            ["action"] = "synchronize",
            ["repository"] = request.At("base", "repo")?.DeepClone(),
            ["sender"] = new JsonObject { ["login"] = request.TextAt("head", "user", "login") },
            ["pull_request"] = request,
        };
    }

    /// <summary>The commit that a tag leads to, as GitHub tells it.</summary>
    public string CommitOfTag()
    {
        var (owner, name) = Place();
        return GitHubPush.Commit(chain, owner, name, $"tags/{Uri.EscapeDataString(Tag)}").TextAt("sha")
            ?? throw new RuleBrokenException($"GitHub does not say where the tag {Tag} leads");
    }

    private static string Api(string owner, string name) => $"https://api.github.com/repos/{owner}/{name}";

    private static RuleBrokenException NoParent(string owner, string name) =>
        new($"GitHub does not say of what {owner}/{name} is a fork");

    private JsonNode? Ask(string address)
    {
        var reading = StrictJson.Read(chain.Web(address).Span);
        return reading.IsPlain ? reading.Value : throw new RuleBrokenException($"{address} answers no plain JSON");
    }

    private (string Owner, string Name) Place() =>
        GitHubPush.Place(SourceAddress.Parse(TemplateSource.Repository(chain, decision)))
        ?? throw new RuleBrokenException("its repository is none on GitHub");

    private string? Variable(string name) => SourceAddress.Variable(chain, decision, name);
}
