using Slipway.Engines.Loading;

namespace Slipway.Engines.Tests.Loading;

public sealed class ArchiveFormTests
{
    // As Podman 4.3 answers.
    private const string Answer =
        "failed to load image: payload does not match any of the supported image formats:\n"
        + " * oci: open /tmp/a/index.json: not a directory\n"
        + " * oci-archive: writing blob: Digest did not match\n"
        + " * docker-archive: loading tar component manifest.json: unexpected EOF";

    [Theory]
    [InlineData(1, "writing blob: Digest did not match")]
    [InlineData(0, "loading tar component manifest.json: unexpected EOF")]
    public void Of_what_Podman_tried_only_what_was_meant_is_told(int skip, string reason) =>
        Assert.Equal(reason, ArchiveForm.Reason(Answer, skip));

    [Fact]
    public void Another_refusal_is_told_as_it_is() =>
        Assert.Equal("no space left\non device", ArchiveForm.Reason("no space left\non device", 0));
}
