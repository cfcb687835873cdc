using Slipway.Model.Builds;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Builds;

public sealed class PastDurationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_image_that_was_never_built_has_none() => Assert.Null(PastDuration.Of([]));

    [Fact]
    public void It_is_the_median_of_the_newest_five() =>
        Assert.Equal(TimeSpan.FromSeconds(3), PastDuration.Of([.. Builds(1, 100, 2, 3, 4, 500, 500, 500)]));

    [Fact]
    public void Between_two_it_is_the_middle() =>
        Assert.Equal(TimeSpan.FromSeconds(2), PastDuration.Of([.. Builds(1, 3)]));

    [Fact]
    public void Builds_that_failed_or_ran_backwards_do_not_count() =>
        Assert.Equal(
            TimeSpan.FromSeconds(7),
            PastDuration.Of([
                .. Builds(1).Select(build => build with { Result = BuildResult.Failed }),
                .. Builds(-5),
                .. Builds(7),
            ]));

    private static IEnumerable<BuildRecord> Builds(params int[] seconds) => seconds.Select(duration => new BuildRecord
    {
        Id = BuildId.New(),
        Image = ImageName.Parse("base"),
        Digest = InputsDigest.Of("base"u8),
        InputsManifest = Sha256Digest.Of("inputs"u8),
        Level = Level.Lowest,
        PushDate = Now,
        Started = Now,
        Finished = Now.AddSeconds(duration),
        Result = BuildResult.Succeeded,
        Engine = "docker 20.10.24",
    });
}
