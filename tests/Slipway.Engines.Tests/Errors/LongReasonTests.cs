using Slipway.Engines.Api;
using Slipway.Engines.Buildah;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Tests.Errors;

/// <summary>What engines say of their failures begins with what they did, and ends with the cause.</summary>
public sealed class LongReasonTests
{
    private const string Cause = "could not reach the registry: no such host";

    private static readonly string Said =
        "Error: initializing source docker://registry.example/" + new string('a', 2000) + ": failed: " + Cause;

    [Fact]
    public void The_cause_is_told_when_an_image_cannot_be_pulled() =>
        Tells(PullErrors.Failed("debian:12", "docker", Said));

    [Fact]
    public void The_cause_is_told_when_an_engine_refuses_a_request() => Tells(ApiErrors.Refused("load an image", Said));

    [Fact]
    public void The_cause_is_told_when_Buildah_fails() => Tells(
        BuildahErrors.Refused("pull an image", 125, Said + "\nlevel=warning msg=\"cleaning up\""));

    private static void Tells(SlipwayException failure)
    {
        string message = Assert.Single(failure.Diagnostics).Message;
        Assert.EndsWith(Cause, message, StringComparison.Ordinal);
        Assert.Contains("initializing source", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1200, message);
    }
}
