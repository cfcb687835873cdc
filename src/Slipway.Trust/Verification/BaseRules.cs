using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Tasks;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>
/// Rule 7.26: the images of registries on which an image is built, as the Dockerfile of its context names them.
/// </summary>
internal static class BaseRules
{
    public const string Rule = "7.26";

    /// <summary>The rule for what statements say of the bases.</summary>
    public const string RuleOfStatements = "8.11";
    private const string Scratch = "scratch";

    // Which one a worker is of, nobody says: a Dockerfile may name another base for each.
    private static readonly ImmutableArray<string> UsualPlatforms = ["linux/amd64", "linux/arm64"];

    public static void Check(ChainVerification chain, ChainLink link, ReadOnlyMemory<byte> content)
    {
        var arguments = Arguments(link);
        foreach (string platform in link.Environment.TextAt(ImageTaskVariables.Platform) is { } own
            ? [own]
            : UsualPlatforms)
        {
            var problems = new DiagnosticBag();
            // Not read as strictly as those of a tree: a context may come from taskgraph.
            var settings = new DockerfileSettings
            {
                Rules = DockerfileRules.Tolerant, Args = arguments, Platform = platform,
            };
            if (DockerfileReader.ReadExpanded(content, MaterialRules.DockerfileOf(link), settings, problems)
                is not { } dockerfile)
            {
                string? why = problems.ToSorted().Select(problem => problem.Message).FirstOrDefault();
                link.NotChecked(Rule, $"the Dockerfile of its context cannot be read: {why}");
                return;
            }

            Hold(chain, link, dockerfile.References);
        }

        link.Held(Rule, "is built on nothing but its parents and what is pinned and allowed");
    }

    /// <summary>That nobody read the Dockerfile.</summary>
    public static void NotKnown(ChainLink link) =>
        link.NotChecked(Rule, "which images of registries its Dockerfile names is not known");

    private static void Hold(
        ChainVerification chain, ChainLink link, ImmutableArray<ImageReferenceUse> references)
    {
        // As 'slipway build-task' finds them: what it does not put a parent in the place of comes from elsewhere.
        var named = references.Where(use => use.Resolved != ParentPlaces.Placeholder).ToImmutableArray();
        var parents = ImageParents.Names(link).SelectMany(name => ParentPlaces.Of(name, named)).ToHashSet();
        foreach (string name in named
            .Where(use => !parents.Contains(use) && use.Resolved != Scratch)
            .Select(use => use.Resolved)
            .Distinct(StringComparer.Ordinal))
        {
            HoldBase(chain, link, name);
        }
    }

    private static void HoldBase(ChainVerification chain, ChainLink link, string name)
    {
        if (!ImageReference.TryParse(name, out var reference) || reference.RepoDigest is null)
        {
            throw new RuleBrokenException(Rule, $"its Dockerfile names {name}, which is not pinned by its digest");
        }

        if (chain.Policy.Bases is not { } bases)
        {
            link.NotChecked(Rule, $"the policy does not say which bases are allowed; it names {name}");
        }
        else if (!bases.Any(allowed => BasePattern.Covers(allowed, reference)))
        {
            throw new RuleBrokenException(Rule, $"its Dockerfile names {name}, a base that nobody allowed");
        }
    }

    private static ImmutableSortedDictionary<string, string> Arguments(ChainLink link)
    {
        const string Variable = ImageTaskVariables.BuildArguments;
        var arguments = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (link.Environment.TextAt(Variable) is { Length: > 0 } text)
        {
            if (StrictJson.Read(text) is not { IsPlain: true, Value: JsonObject written })
            {
                throw new RuleBrokenException(Rule, $"{Variable} is no JSON object, or can be read in two ways");
            }

            foreach (var (name, value) in written)
            {
                arguments[name] = value.Text()
                    ?? throw new RuleBrokenException(Rule, $"the argument {name} of {Variable} is no text");
            }
        }

        if (ImageParents.HasOne(link))
        {
            arguments[DockerfileSettings.ParentArgument] = ParentPlaces.Placeholder;
        }

        return arguments.ToImmutable();
    }
}
