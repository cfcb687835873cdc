using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Verification;

/// <summary>The intact chain, with what was found inside its archives, contexts and trees.</summary>
internal static class InsideCase
{
    public const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    public const string Base = "ZHHmWhJOQYG3w71wxvE3MA";
    public const string Child = "HAz8620TRyqM8D7V1yXEIw";
    public const string Archive = "public/image.tar.zst";
    public const string Context = "public/docker-contexts/child.tar.gz";

    /// <summary>The context's hash, as the child names it.</summary>
    public const string Named = "ddc9e669194254cef019a29d3619a2c16592e5d52e1a81e98b01bd52319149a3";

    /// <summary>The image that the build says it ran in, which the child made.</summary>
    public const string RanByBuild = "sha256:b1206cc314881080f8a37032153bf682b72ca6b393674416ae37e4fd97967972";

    private const string Repository = "https://hg.mozilla.org/mozilla-central";

    private static readonly string Revision = new('a', 40);

    /// <summary>The intact chain, of whose child somebody looked into the archive and the context.</summary>
    public static TrustVerdict Judge(
        string? holds,
        Func<ChainPolicy, ChainPolicy>? change = null,
        ArtifactContents? context = null,
        TreeFacts? tree = null,
        JsonNode? chain = null)
    {
        var (documents, policy) = Read(holds, context, tree, chain);
        return ChainVerifier.Verify(documents, change?.Invoke(policy) ?? policy);
    }

    /// <summary>The documents of that chain, and the policy of the set.</summary>
    public static (ChainDocuments Documents, ChainPolicy Policy) Read(
        string? holds, ArtifactContents? context = null, TreeFacts? tree = null, JsonNode? chain = null)
    {
        var (documents, policy) = GoldenChain.Read(chain ?? GoldenChain.Intact());
        documents = LookInto(documents, Child, Archive, holds is null ? null : new ArtifactContents { Image = holds });
        documents = LookInto(documents, Decision, Context, context);
        if (tree is not null)
        {
            documents = documents with { Trees = documents.Trees.Add((Repository, Revision), tree) };
        }

        return (documents, policy);
    }

    /// <summary>One Dockerfile, where Dockerfiles usually are.</summary>
    public static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>?> Dockerfile(
        string text, string path = "Dockerfile") =>
        new ArtifactContents().Dockerfiles.Add(path, Encoding.UTF8.GetBytes(text));

    public static ChainDocuments LookInto(
        ChainDocuments documents, string task, string name, ArtifactContents? contents)
    {
        var body = documents.FindArtifact(task, name).Value!;
        return documents.WithArtifact(task, name, ArtifactBody.Hashed(
            ImmutableDictionary<string, string>.Empty
                .Add("sha256", Convert.ToHexStringLower(SHA256.HashData(body.Content!.Value.Span))),
            contents));
    }
}
