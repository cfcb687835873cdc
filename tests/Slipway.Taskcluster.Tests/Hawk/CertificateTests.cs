using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Hawk;

namespace Slipway.Taskcluster.Tests.Hawk;

public sealed class CertificateTests
{
    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/clients/client-go/testcases.json, the first case.
    private const string Published =
        "{\"version\":1,\"scopes\":[\"scope/asd:fhjdf/X\",\"scope/asd:fhjdf/XYZ*\"],\"start\":1438964811744,"
        + "\"expiry\":1439051211744,\"seed\":\"JYR4wzMCTG6XeDS2cDUCMwH0RFUXGfQjK7LgqD-e6lSQ\","
        + "\"signature\":\"45AlB/hKZZZz4Tf3NaidutasfgBnr4t2AxwBiGDQF9Q=\"}";

    [Fact]
    public void A_certificate_says_when_it_expires() => Assert.Equal(
        new DateTimeOffset(2015, 8, 8, 16, 26, 51, 744, TimeSpan.Zero), Certificate.Parse(Published).Expiry);

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public void A_certificate_is_taken_for_five_minutes_more(int minutesLater, bool isExpired)
    {
        var certificate = Certificate.Parse(Published);

        Assert.Equal(isExpired, certificate.IsExpired(certificate.Expiry.AddMinutes(minutesLater)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{version:1}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"version":1,"scopes":[],"start":0,"expiry":"soon","seed":"s","signature":"x"}""")]
    [InlineData("""{"version":1,"scopes":[],"start":0,"expiry":9223372036854775807,"seed":"s","signature":"x"}""")]
    [InlineData("""{"version":1,"scopes":[],"start":0,"expiry":1.5e300,"seed":"s","signature":"x"}""")]
    [InlineData("""{"version":1,"version":1,"scopes":[],"start":0,"expiry":1,"seed":"s","signature":"x"}""")]
    public void What_is_no_certificate_is_an_error_with_a_remedy(string text)
    {
        var failure = Assert.Throws<SlipwayException>(() => Certificate.Parse(text)).Diagnostics.Single();

        Assert.Equal(TaskclusterCodes.CredentialsInvalid, failure.Code);
        Assert.Contains("TASKCLUSTER_CERTIFICATE", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_quotes_nothing_of_a_certificate()
    {
        string broken = Published[..^20];

        var failure = Assert.Throws<SlipwayException>(() => Certificate.Parse(broken));

        Assert.DoesNotContain("JYR4wz", failure.ToString(), StringComparison.Ordinal);
    }
}
