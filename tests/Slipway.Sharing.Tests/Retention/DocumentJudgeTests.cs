using System.Collections.Immutable;
using CsCheck;
using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;
using Slipway.Sharing.Retention;

namespace Slipway.Sharing.Tests.Retention;

/// <summary>Which of what explains builds goes with them.</summary>
public sealed class DocumentJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RepositoryName Repository = RepositoryName.Parse("registry.example/ci/level-3/base");
    private static readonly IndexScope Scope = IndexScope.Of(Level.Highest);
    private static readonly ImageName Base = ImageName.Parse("base");

    [Fact]
    public void Whatever_goes_nothing_is_lost_that_a_build_which_stays_has_or_was_built_on() => Gen.Select(
            Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[1, 500]).List[0, 8], Gen.Int[0, 3], Gen.Int)
        .Sample((builds, parent, seed) =>
        {
            var random = new Random(seed);
            var parents = new HashSet<InputsDigest> { Digest(parent) };
            var holdings = new List<Holding>();
            var deleted = new HashSet<Holding>();
            var tags = new List<string>();
            var ids = new List<(BuildId Id, int Digest, bool HasImage, bool Goes, int Days)>();
            foreach (var (digest, hasImage, goes, days) in builds)
            {
                var id = BuildId.New();
                ids.Add((id, digest, hasImage, hasImage && goes, days));
                tags.AddRange(
                [
                    SharedTags.OfRecord(Now.AddDays(-days), Digest(digest), id),
                    SharedTags.OfLog(id),
                    SharedTags.OfInputs(Digest(digest)),
                ]);
                if (hasImage)
                {
                    holdings.Add(Holding(id, digest));
                    if (goes)
                    {
                        deleted.Add(holdings[^1]);
                    }
                }
            }

            string[] all = [.. tags.Distinct()];
            random.Shuffle(all);
            var going = DocumentJudge
                .Judge(
                    new Shelf(Repository, [.. holdings], [.. all]),
                    deleted,
                    ImmutableDictionary<BuildId, Orphan>.Empty,
                    parents,
                    Now)
                .Select(tag => tag.Text)
                .ToHashSet();

            foreach (var build in ids)
            {
                bool isOver = build.Goes || (!build.HasImage && build.Days >= 365);
                Assert.Equal(
                    isOver,
                    going.Contains(SharedTags.OfRecord(Now.AddDays(-build.Days), Digest(build.Digest), build.Id)));
                Assert.Equal(isOver, going.Contains(SharedTags.OfLog(build.Id)));
                Assert.Equal(
                    build.Digest != parent
                    && ids.Where(other => other.Digest == build.Digest)
                        .All(other => other.Goes || (!other.HasImage && other.Days >= 365)),
                    going.Contains(SharedTags.OfInputs(Digest(build.Digest))));
            }
        });

    [Fact]
    public void Inputs_that_nobody_has_yet_are_those_of_a_build_that_is_being_shared() => Assert.Empty(
        DocumentJudge.Judge(
            new Shelf(
                Repository,
                [Holding(BuildId.New(), 1)],
                [SharedTags.OfInputs(Digest(2)), SharedTags.OfLog(BuildId.New()), "sha256-x", "log.x", "inputs.x"]),
            ImmutableHashSet<Holding>.Empty,
            ImmutableDictionary<BuildId, Orphan>.Empty,
            ImmutableHashSet<InputsDigest>.Empty,
            Now));

    private static InputsDigest Digest(int number) => InputsDigest.Of([(byte)number]);

    private static Holding Holding(BuildId build, int digest)
    {
        byte[] content = Guid.NewGuid().ToByteArray();
        return new Holding(
            Repository,
            Scope,
            Base,
            new RegistryManifest(
                new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(content), content.Length), content),
            new IndexEntry(
                new IndexNaming(new SlipwayConfig { Prefix = "gecko" }).Hash(Base, Digest(digest), Scope),
                build,
                1,
                Now,
                ImmutableSortedDictionary<string, string>.Empty
                    .Add(IndexData.Digest, Digest(digest).ToString())));
    }
}
