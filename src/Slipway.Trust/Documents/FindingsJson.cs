using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Trust.Json;

namespace Slipway.Trust.Documents;

/// <summary>What was found inside artifacts and trees, as <c>chain.json</c> has it.</summary>
internal static class FindingsJson
{
    /// <summary>Beside the hashes of a body.</summary>
    public const string Contents = "contents";

    /// <summary>Beside tasks and web: a list.</summary>
    public const string Trees = "trees";

    private const string Image = "image";
    private const string Tar = "tar";
    private const string Dockerfiles = "dockerfiles";
    private const string Fault = "fault";
    private const string Repository = "repository";
    private const string Revision = "revision";
    private const string Images = "images";
    private const string Asked = "asked";
    private const string Branches = "branches";
    private const string Digest = "digest";
    private const string ContextHash = "contextHash";

    public static JsonObject Write(ArtifactContents contents) => Without(new JsonObject
    {
        [Image] = contents.Image,
        [Tar] = contents.Tar,
        [Dockerfiles] = contents.Dockerfiles.IsEmpty
            ? null
            : new JsonObject(contents.Dockerfiles.Select(file => new KeyValuePair<string, JsonNode?>(
                file.Key, file.Value is { } content ? Encoding.UTF8.GetString(content.Span) : null))),
        [Fault] = contents.Fault,
    });

    public static ArtifactContents? ReadContents(JsonNode? node) => node is not JsonObject
        ? null
        : new ArtifactContents
        {
            Image = node.TextAt(Image),
            Tar = node.TextAt(Tar),
            Dockerfiles = node.At(Dockerfiles).Members().ToImmutableSortedDictionary(
                file => file.Key,
                ReadOnlyMemory<byte>? (file) => file.Value.Text() is { } text ? Encoding.UTF8.GetBytes(text) : null,
                StringComparer.Ordinal),
            Fault = node.TextAt(Fault),
        };

    public static JsonArray Write(
        ImmutableDictionary<(string Repository, string Revision), TreeFacts> trees) => new(
    [
        // As nodes: to add them as what they are would take reflection.
        .. trees.OrderBy(tree => tree.Key.Repository, StringComparer.Ordinal)
            .ThenBy(tree => tree.Key.Revision, StringComparer.Ordinal)
            .Select(JsonNode? (tree) => Without(new JsonObject
            {
                [Repository] = tree.Key.Repository,
                [Revision] = tree.Key.Revision,
                [Images] = tree.Value.Images is { } images
                    ? new JsonObject(images.OrderBy(image => image.Key, StringComparer.Ordinal).Select(image =>
                        new KeyValuePair<string, JsonNode?>(image.Key, Without(new JsonObject
                        {
                            [Digest] = image.Value.Digest,
                            [ContextHash] = image.Value.ContextHash,
                        }))))
                    : null,
                [Asked] = tree.Value.Asked is { } asked
                    ? new JsonArray([.. asked.Select(image => JsonValue.Create(image))])
                    : null,
                [Branches] = tree.Value.Branches is { } branches
                    ? new JsonArray([.. branches.Select(branch => JsonValue.Create(branch))])
                    : null,
                [Fault] = tree.Value.Fault,
            })),
    ]);

    public static ImmutableDictionary<(string Repository, string Revision), TreeFacts> ReadTrees(JsonNode? list)
    {
        var trees = ImmutableDictionary.CreateBuilder<(string Repository, string Revision), TreeFacts>();
        foreach (var tree in list.Items())
        {
            if (tree.TextAt(Repository) is { } repository && tree.TextAt(Revision) is { } revision)
            {
                trees[(repository, revision)] = new TreeFacts
                {
                    Images = tree.At(Images) is JsonObject images
                        ? images.ToImmutableDictionary(
                            image => image.Key,
                            image => new TreeImage(image.Value.TextAt(Digest), image.Value.TextAt(ContextHash)))
                        : null,
                    Asked = tree.At(Asked) is JsonArray asked
                        ? asked.Texts().ToImmutableSortedSet(StringComparer.Ordinal)
                        : null,
                    Branches = tree.At(Branches) is JsonArray branches ? [.. branches.Texts()] : null,
                    Fault = tree.TextAt(Fault),
                };
            }
        }

        return trees.ToImmutable();
    }

    // What is not known is not there.
    private static JsonObject Without(JsonObject written) => new(written
        .Where(member => member.Value is not null)
        .Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value!.DeepClone())));
}
