using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Slipway.Core.Retention;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Retention;

/// <summary>Builds as a test of retention says them.</summary>
internal static class RetentionCase
{
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public static InputsDigest Digest(string text) => InputsDigest.Of(Encoding.UTF8.GetBytes(text));

    public static Sha256Digest Content(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text));

    /// <summary>A build that no grace keeps.</summary>
    /// <param name="image">The image's name.</param>
    /// <param name="daysAgo">When it was pushed and built.</param>
    /// <param name="scope">Where.</param>
    /// <param name="digest">The text of which its digest is made; by default it has one of its own.</param>
    /// <param name="expiresIn">Days from now until it expires.</param>
    /// <param name="parents">The texts of its parents' digests.</param>
    public static RetainedBuild Build(
        string image,
        double daysAgo,
        string scope = "level-1",
        string? digest = null,
        double expiresIn = 1000,
        params string[] parents)
    {
        string own = digest ?? string.Create(CultureInfo.InvariantCulture, $"{image} {daysAgo} {scope}");
        var when = Now - TimeSpan.FromDays(daysAgo);
        return new RetainedBuild
        {
            Id = BuildId.New(),
            Image = ImageName.Parse(image),
            Scope = IndexScope.Parse(scope),
            Digest = Digest(own),
            ImageHash = new ImageHash(Content($"image {own} {daysAgo}")),
            Manifest = Content($"manifest {own} {daysAgo}"),
            Built = when,
            Written = when - TimeSpan.FromDays(2),
            Places = [new RetainedPlace(image, IndexScope.Parse(scope), when, Now + TimeSpan.FromDays(expiresIn))],
            Parents = [.. parents.Select(Digest)],
        };
    }

    public static RetentionPolicy Policy(params RetentionRule[] rules) => new() { Rules = [.. rules] };

    public static RetentionRule Keep(int number) => new(1) { Keep = number };

    /// <summary>The builds that are kept, with the kinds of their reasons.</summary>
    public static ImmutableArray<string> Kept(
        RetentionPolicy policy, UsedImages? used, params RetainedBuild[] builds)
    {
        var verdicts = RetentionJudge.Judge(policy, builds, used ?? new UsedImages(), Now);
        Assert.Equal(builds.Length, verdicts.Length);
        return
        [
            .. builds.Select((build, number) => (number, verdict: verdicts.Single(one => one.Build == build)))
                .Where(pair => pair.verdict.IsKept)
                .Select(pair => $"{pair.number} {string.Join('+', pair.verdict.Reasons.Select(one => one.Kind))}"),
        ];
    }
}
