using System.Collections.Immutable;
using CsCheck;
using Slipway.Core.Retention;
using Slipway.Model.Values;
using static Slipway.Core.Tests.Retention.RetentionCase;

namespace Slipway.Core.Tests.Retention;

/// <summary>What holds for every policy and whatever was built.</summary>
public sealed class RetentionProperties
{
    private static readonly string[] Scopes = ["level-1", "level-3", "pr.1"];

    // Few digests, so that parents are there, and shared.
    private static readonly Gen<RetainedBuild> Builds =
        from image in Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c"))
        from days in Gen.Int[0, 40]
        from scope in Gen.OneOf(Scopes.Select(Gen.Const).ToArray())
        from digest in Gen.Int[0, 5]
        from expires in Gen.Int[-5, 5]
        from parents in Gen.Int[0, 5].Array[0, 2]
        from written in Gen.Int[0, 4]
        select Build(image, days, scope, $"{image}{digest}", expires, [.. parents.Select(number => $"b{number}")]) with
        {
            Written = Now.AddDays(-written),
        };

    private static readonly Gen<RetentionPolicy> Policies =
        from keep in Gen.Int[0, 3]
        from young in Gen.Int[1, 20]
        from both in Gen.Bool
        from pattern in Gen.OneOf(Gen.Const("a"), Gen.Const("*"), Gen.Const("c"))
        select new RetentionPolicy
        {
            Rules =
            [
                new RetentionRule(1)
                {
                    Images = new NamePatterns([pattern]),
                    Keep = keep,
                    YoungerThan = both ? TimeSpan.FromDays(young) : null,
                },
            ],
        };

    private static readonly Gen<(RetentionPolicy Policy, RetainedBuild[] Builds, UsedImages Used)> Cases =
        Gen.Select(Policies, Builds.Array[0, 30], Gen.Int[0, 5].Array[0, 2]).Select(
            (policy, builds, used) =>
            {
                var images = new UsedImages();
                foreach (int number in used)
                {
                    images.Add(Digest($"a{number}").Sha256, "branch main");
                }

                return (policy, builds, images);
            });

    [Fact]
    public void Whatever_is_kept_has_what_it_was_built_on_and_a_reason_that_holds() => Cases.Sample(
        test =>
        {
            var verdicts = RetentionJudge.Judge(test.Policy, test.Builds, test.Used, Now);
            Assert.Equal(test.Builds.Length, verdicts.Length);
            var kept = verdicts.Where(verdict => verdict.IsKept).Select(verdict => verdict.Build).ToHashSet();
            foreach (var verdict in verdicts)
            {
                Assert.Equal(kept.Contains(verdict.Build), IsKept(verdict.Build, test, kept));
            }
        });

    [Fact]
    public void The_order_of_builds_changes_nothing() => Cases.Sample(
        test => Assert.Equal(
            RetentionJudge.Judge(test.Policy, test.Builds, test.Used, Now).Select(Text),
            RetentionJudge.Judge(test.Policy, test.Builds.Reverse(), test.Used, Now).Select(Text)));

    [Fact]
    public void What_becomes_free_is_what_nothing_that_stays_has_and_is_counted_once() =>
        Gen.Select(Cases, Gen.Int[0, 9].Array[1, 4].Array[40]).Sample((test, layers) =>
        {
            var verdicts = RetentionJudge.Judge(test.Policy, test.Builds, test.Used, Now);
            var contents = verdicts
                .Select(verdict => verdict.Build.Manifest)
                .Append(Content("of another tree"))
                .Distinct()
                .Select((manifest, number) => (manifest, parts: layers[number]
                    .Select(layer => new ContentPart(Content($"layer {layer}"), 10 + layer))
                    .Append(new ContentPart(manifest, 1))
                    .ToImmutableArray()))
                .ToDictionary(pair => pair.manifest, pair => pair.parts);

            var freed = FreedContent.Of(verdicts, contents);

            var staying = contents.Keys.Except(freed.Manifests).ToHashSet();
            Assert.Superset(
                verdicts.Where(verdict => verdict.IsKept).Select(verdict => verdict.Build.Manifest).ToHashSet(),
                staying);
            Assert.Contains(Content("of another tree"), staying);
            var needed = staying.SelectMany(manifest => contents[manifest]).ToHashSet();
            Assert.Equal(
                contents.Values.SelectMany(parts => parts).Except(needed).OrderBy(part => part.Digest.ToString()),
                freed.Parts.OrderBy(part => part.Digest.ToString()));
            Assert.Equal(freed.Parts.Sum(part => part.Size), freed.Bytes);
            Assert.Equal(freed.Bytes, freed.Shares.Values.Sum());
            Assert.All(
                verdicts.Where(verdict => !verdict.IsKept),
                verdict => Assert.True(
                    freed.Shares.ContainsKey(verdict.Build.Id) || staying.Contains(verdict.Build.Manifest)));
        });

    /// <summary>The policy once more, as its page says it, for one build.</summary>
    private static bool IsKept(
        RetainedBuild build,
        (RetentionPolicy Policy, RetainedBuild[] Builds, UsedImages Used) test,
        HashSet<RetainedBuild> kept)
    {
        var place = build.Places[0];
        var rule = test.Policy.RuleFor(place.Name, place.Scope);
        int newer = test.Builds.Count(other => IsSamePlace(other, build) && IsNewer(other, build));
        return (rule is null && place.Expires > Now)
            || newer < rule?.Keep
            || (rule?.YoungerThan is { } age && build.Built > Now - age)
            || build.Written > Now.AddDays(-1)
            || (!test.Used.Resolve(test.Builds).Of(build.Digest.Sha256).IsEmpty && IsFound(
                build,
                place.Scope.Level is not null
                || !test.Builds.Any(other => other.Digest == build.Digest && other.Places[0].Scope.Level is not null)))
            || kept.Any(child => child.Parents.Contains(build.Digest)
                && IsFound(build, child.Places[0].Scope.Trusts(place.Scope)));

        bool IsFound(RetainedBuild found, bool mayRead) => mayRead && !test.Builds.Any(other =>
            other.Digest == found.Digest && IsSamePlace(other, found) && IsNewer(other, found));
    }

    private static bool IsSamePlace(RetainedBuild one, RetainedBuild other) =>
        one.Image == other.Image && one.Scope == other.Scope;

    private static bool IsNewer(RetainedBuild one, RetainedBuild other) =>
        one.Built > other.Built
        || (one.Built == other.Built && string.CompareOrdinal(one.Id.Value, other.Id.Value) < 0);

    private static string Text(RetentionVerdict verdict) =>
        $"{verdict.Build.Id} {string.Join(' ', verdict.Reasons)} {string.Join(' ', verdict.Standings)}";
}
