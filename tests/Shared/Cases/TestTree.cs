using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Tests.Cases;

/// <summary>Catalogs, digests and indexes made by hand, for the planner.</summary>
internal sealed class TestTree
{
    public static readonly DateTimeOffset Now = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    private readonly List<ImageDefinition> _images = [];
    private readonly Dictionary<IndexNamespace, IndexEntry> _index = [];

    public Dictionary<ImageName, InputsDigest> Digests { get; } = [];

    public SlipwayConfig Config { get; init; } = new() { Prefix = "gecko" };

    public ImageCatalog Catalog => new(Config, [.. _images]);

    public static ImageName Name(string name) => ImageName.Parse(name);

    public static InputsDigest DigestOf(string content) => InputsDigest.Of(System.Text.Encoding.UTF8.GetBytes(content));

    public static PushContext PushAt(int level, string? pullRequest = null) => new()
    {
        Level = Level.From(level),
        PushDate = Now,
        PullRequest = pullRequest,
    };

    private static ImmutableArray<ImageReferenceUse> UsesOf(string parent, string? written) =>
        written is null
            ? []
            :
            [
                new(
                    ReferenceKind.From,
                    written,
                    parent,
                    5,
                    written.Length,
                    new SourceLocation("Dockerfile", 1),
                    ReferenceOrigin.Composed.Instance),
            ];

    public TestTree Image(
        string name,
        string[]? parents = null,
        TimeSpan? maxAge = null,
        string? content = null,
        ImageTaskSettings? task = null,
        bool isCached = true,
        Dictionary<string, string>? args = null,
        string? written = null,
        string? file = null)
    {
        _images.Add(new ImageDefinition
        {
            Name = Name(name),
            Folder = RelativePath.Parse($"taskcluster/docker/{name}"),
            Kind = ImageKind.Task,
            Parents = [.. (parents ?? []).Select(parent => new ImageEdge(Name(parent), UsesOf(parent, written)))],
            Dockerfile = new ExpandedDockerfile(ReadOnlyMemory<byte>.Empty, [], []),
            MaxAge = maxAge,
            IsCached = isCached,
            Extensions = task is null ? Extensions.None : Extensions.None.With(task),
            Args = (args ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Location = new SourceLocation(file ?? $"taskcluster/docker/{name}/Dockerfile"),
        });
        Digests[Name(name)] = DigestOf(content ?? name);
        return this;
    }

    /// <summary>Indexes a build of an image as a push at a level would have.</summary>
    public TestTree Built(
        string name, int level, TimeSpan? ago = null, string? content = null, string? pullRequest = null)
    {
        var built = Now - (ago ?? TimeSpan.FromHours(1));
        var digest = content is null ? Digests[Name(name)] : DigestOf(content);
        var push = PushAt(level, pullRequest) with { PushDate = built };
        foreach (var ns in new IndexNaming(Config).Inserts(Name(name), digest, push))
        {
            _index[ns] = new IndexEntry(
                ns,
                BuildId.New(),
                built.ToUnixTimeSeconds(),
                Now.AddDays(28),
                ImmutableSortedDictionary<string, string>.Empty
                    .Add(IndexData.Digest, digest.ToString())
                    .Add(IndexData.BuiltAt, built.ToString("O"))
                    .Add(IndexData.ImageHash, DigestOf($"image {digest}").ToString()));
        }

        return this;
    }

    public BuildPlan Plan(int level = 1, string? pullRequest = null, bool force = false, params string[] wanted)
    {
        var planner = PlannerOf(level, pullRequest, force, wanted);
        return planner.Plan(planner.Questions()
            .Select(question => question.Namespace)
            .Where(_index.ContainsKey)
            .ToDictionary(ns => ns, ns => _index[ns]));
    }

    public Planner PlannerOf(int level = 1, string? pullRequest = null, bool force = false, params string[] wanted) =>
        new(Catalog, Digests, new PlanRequest
        {
            Wanted = [.. (wanted.Length == 0 ? _images.Select(image => image.Name.Value) : wanted).Select(Name)],
            Push = PushAt(level, pullRequest),
            Now = Now,
            Force = force,
        });

    public PlannedImage PlanOne(string name, int level = 1, string? pullRequest = null) =>
        Plan(level, pullRequest, force: false, name).Images.Single(image => image.Name == Name(name));
}
