using System.Collections.Immutable;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Model.Diagnostics;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;

namespace Slipway.Trust.Verification;

/// <summary>
/// Rule 7.26: the images of registries on which an image is built, as the Dockerfile of its context names them.
/// </summary>
internal static class BaseRules
{
    private const string Rule = "7.26";
    private const string ArgumentsVariable = "DOCKER_BUILD_ARGS";
    private const string ParentVariable = "PARENT_TASK_ID";
    private const string ParentsVariable = "SLIPWAY_PARENTS";
    private const string Scratch = "scratch";
    private const string PinMark = "@sha256:";
    private const int PinLength = 64;

    // Stands for the parent while the Dockerfile is read: nothing else can be called this.
    private const string Placeholder = "slipway.invalid/parent";

    public static void Check(ChainVerification chain, ChainLink link, ArtifactContents context)
    {
        var problems = new DiagnosticBag();
        if (context.Dockerfile is not { } content
            || DockerfileReader.ReadExpanded(content, "Dockerfile", Settings(link), problems) is not { } dockerfile)
        {
            string? why = problems.ToSorted().Select(problem => problem.Message).FirstOrDefault();
            link.NotChecked(Rule, $"the Dockerfile of its context cannot be read: {why ?? "it is not at hand"}");
            return;
        }

        string[] parents = [.. ParentNames(link)];
        foreach (string name in dockerfile.References
            .Select(use => use.Resolved)
            .Distinct(StringComparer.Ordinal)
            .Where(name => name is not Placeholder and not Scratch && !IsParent(name, parents)))
        {
            Hold(chain, link, name);
        }

        link.Held(Rule, "is built on nothing but its parents and what is pinned and allowed");
    }

    /// <summary>That nobody read the Dockerfile.</summary>
    public static void NotKnown(ChainLink link) =>
        link.NotChecked(Rule, "which images of registries its Dockerfile names is not known");

    private static void Hold(ChainVerification chain, ChainLink link, string name)
    {
        int at = name.IndexOf(PinMark, StringComparison.Ordinal);
        string digest = at < 0 ? string.Empty : name[(at + PinMark.Length)..];
        if (digest.Length != PinLength || !digest.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f'))
        {
            throw new RuleBrokenException(Rule, $"its Dockerfile names {name}, which is not pinned by its digest");
        }

        string repository = Whole(Repository(name));
        if (chain.Policy.Bases is not { } bases)
        {
            link.NotChecked(Rule, $"the policy does not say which bases are allowed; it names {name}");
        }
        else if (!bases.Any(allowed => Covers(allowed, repository, digest)))
        {
            throw new RuleBrokenException(Rule, $"its Dockerfile names {name}, a base that nobody allowed");
        }
    }

    private static bool Covers(string allowed, string repository, string digest)
    {
        int at = allowed.IndexOf(PinMark, StringComparison.Ordinal);
        string named = Whole(Repository(allowed));
        return at >= 0
            ? named == repository && allowed[(at + PinMark.Length)..] == digest
            : allowed.EndsWith('*')
                ? repository.StartsWith(Whole(allowed[..^1]), StringComparison.Ordinal)
                : named == repository;
    }

    private static DockerfileSettings Settings(ChainLink link)
    {
        var arguments = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (link.Environment.TextAt(ArgumentsVariable) is { } text)
        {
            foreach (var (name, value) in StrictJson.Read(text).Value.Members())
            {
                arguments[name] = value.Text() ?? string.Empty;
            }
        }

        if (link.Environment.Has(ParentVariable))
        {
            arguments[DockerfileSettings.ParentArgument] = Placeholder;
        }

        // Not read as strictly as those of a tree: a context may come from taskgraph.
        return new DockerfileSettings { Rules = DockerfileRules.Tolerant, Args = arguments.ToImmutable() };
    }

    private static IEnumerable<string> ParentNames(ChainLink link) =>
        link.Environment.TextAt(ParentsVariable) is { } text
            ? StrictJson.Read(text).Value.Members().Select(parent => parent.Key)
            : [];

    // A parent is named just so, or as what is published of it in a registry.
    private static bool IsParent(string name, string[] parents) => parents.Any(parent =>
        Repository(name) == parent
        || (!parent.Contains('/', StringComparison.Ordinal)
            && Repository(name).EndsWith($"/{parent}", StringComparison.Ordinal)));

    private static string Repository(string name)
    {
        string text = name.Split('@')[0];
        // A colon before the last slash belongs to a port.
        return text.LastIndexOf(':') is var colon && colon > text.LastIndexOf('/') ? text[..colon] : text;
    }

    // As Docker reads a short name: https://github.com/distribution/reference/blob/v0.6.0/normalize.go
    private static string Whole(string repository)
    {
        int slash = repository.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? string.Empty : repository[..slash];
        bool hasHost = first.Contains('.', StringComparison.Ordinal)
            || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost";
        return hasHost ? repository
            : slash < 0 ? $"docker.io/library/{repository}"
            : $"docker.io/{repository}";
    }
}
