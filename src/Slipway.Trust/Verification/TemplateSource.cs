using System.Text;
using System.Text.Json.Nodes;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Trust.Verification;

/// <summary>The template of a decision, at the revision that the decision says.</summary>
internal static class TemplateSource
{
    private const string File = ".taskcluster.yml";
    private const string MercurialHost = "hg.mozilla.org";
    private const int MaximumSize = 4 << 20;

    public static string Address(ChainVerification chain, ChainLink decision)
    {
        string repository = Repository(chain, decision);
        string revision = SourceAddress.RevisionOf(chain, decision)
            ?? throw new RuleBrokenException("its environment names no revision");
        var address = SourceAddress.Parse(repository);
        if (address is { Scheme: "https", Host: MercurialHost })
        {
            return $"{repository}/raw-file/{revision}/{File}";
        }

        return GitHubPush.Place(address) is var (owner, name)
            ? $"https://raw.githubusercontent.com/{owner}/{name}/{revision}/{File}"
            : throw new RuleBrokenException($"nothing is known of repositories like {repository}");
    }

    /// <summary>The repository of a decision, without slashes at its end.</summary>
    public static string Repository(ChainVerification chain, ChainLink decision) =>
        SourceAddress.RepositoryOf(chain, decision)?.TrimEnd('/')
        ?? throw new RuleBrokenException("its environment names no repository");

    public static JsonNode? Read(ChainVerification chain, ChainLink decision)
    {
        string address = Address(chain, decision);
        return ReadYaml(chain.Web(address), address);
    }

    public static JsonNode? ReadYaml(ReadOnlyMemory<byte> content, string name)
    {
        var problems = new DiagnosticBag();
        try
        {
            if (content.Length <= MaximumSize
                && YamlTreeReader.TryRead(Encoding.UTF8.GetString(content.Span), name, problems, out var root)
                && root is not null
                && !problems.HasErrors)
            {
                return YamlJson.Convert(root);
            }
        }
        catch (SlipwayException exception)
        {
            problems.AddRange(exception.Diagnostics);
        }

        var first = problems.ToSorted().FirstOrDefault();
        throw first?.Code == ConfigurationCodes.DuplicateKey
            ? new RuleBrokenException("7.18", $"{name} can be read in two ways: {first.Message}")
            : new RuleBrokenException($"{name} is no YAML: {first?.Message ?? "it is empty or too large"}");
    }
}
