using Slipway.Application.Published;
using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Published;

public sealed class PushAnnotationsTests
{
    private static readonly BuildRecord Build = new()
    {
        Id = BuildId.New(),
        Image = ImageName.Parse("base"),
        Digest = InputsDigest.Of("inputs"u8),
        InputsManifest = Sha256Digest.Of("inputs"u8),
        Level = Level.Lowest,
        PushDate = DateTimeOffset.UnixEpoch,
        Started = DateTimeOffset.UnixEpoch,
        Finished = DateTimeOffset.UnixEpoch.AddSeconds(90),
        Result = BuildResult.Succeeded,
        Engine = "docker",
    };

    [Fact]
    public void They_say_when_and_from_what_the_image_was_built() =>
        Assert.Equal(
            [
                "org.opencontainers.image.created=1970-01-01T00:01:30.000Z",
                "org.opencontainers.image.revision=abc",
                "org.opencontainers.image.source=https://example.com/tree",
            ],
            PushAnnotations.Of(Build with
            {
                Revision = "abc",
                Source = new BuildSource("https://example.com/tree", new string('a', 40), IsChanged: false),
            }).Select(pair => $"{pair.Key}={pair.Value}"));

    [Fact]
    public void They_say_nothing_that_is_not_known()
    {
        Assert.Equal(["org.opencontainers.image.created"], PushAnnotations.Of(Build).Keys);
        Assert.Empty(PushAnnotations.Of(null));
    }
}
