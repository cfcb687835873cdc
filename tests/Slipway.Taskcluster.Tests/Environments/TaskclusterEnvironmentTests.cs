using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Environments;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Tests.Environments;

public sealed class TaskclusterEnvironmentTests
{
    private const string Token = "fSyXc9QNSkqzWhWjv7IYnAq6vUzqYWQgGMG7dJ0lYqNA";

    [Fact]
    public void No_variable_is_no_deployment() => Assert.Null(Read());

    [Fact]
    public void What_is_empty_counts_as_unset() =>
        Assert.Null(Read(("TASKCLUSTER_ROOT_URL", ""), ("TASKCLUSTER_PROXY_URL", "")));

    [Fact]
    public void A_root_alone_is_asked_as_nobody()
    {
        var settings = Read(("TASKCLUSTER_ROOT_URL", "https://tc.example.com"))!;

        Assert.Equal(
            ("https://tc.example.com/", null, false),
            (settings.RootUrl.AbsoluteUri, settings.Credentials, settings.IsTaskProxy));
    }

    [Fact]
    public void Credentials_belong_to_the_root()
    {
        var settings = Read(
            ("TASKCLUSTER_ROOT_URL", "https://tc.example.com"),
            ("TASKCLUSTER_CLIENT_ID", "me"),
            ("TASKCLUSTER_ACCESS_TOKEN", Token))!;

        Assert.Equal(new TaskclusterCredentials("me", Token, null), settings.Credentials);
    }

    [Fact]
    public void A_proxy_goes_before_all_and_gets_no_credentials()
    {
        var settings = Read(
            ("TASKCLUSTER_PROXY_URL", "http://taskcluster"),
            ("TASKCLUSTER_ROOT_URL", "https://tc.example.com"),
            ("TASKCLUSTER_CLIENT_ID", "me"),
            ("TASKCLUSTER_ACCESS_TOKEN", Token))!;

        Assert.Equal(
            ("http://taskcluster/", "https://tc.example.com/", null, true),
            (
                settings.RootUrl.AbsoluteUri,
                settings.DirectUrl?.AbsoluteUri,
                settings.Credentials,
                settings.IsTaskProxy));
    }

    [Theory]
    [InlineData("tc.example.com")]
    [InlineData("ftp://tc.example.com")]
    [InlineData("https://me:secret@tc.example.com")]
    [InlineData("https://tc.example.com/?a=b")]
    [InlineData("https://")]
    public void A_root_that_is_no_address_is_an_error_that_does_not_repeat_it(string root)
    {
        var failure = Fail(("TASKCLUSTER_ROOT_URL", root));

        Assert.Equal(TaskclusterCodes.RootUrlInvalid, failure.Code);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TASKCLUSTER_CLIENT_ID", "TASKCLUSTER_ACCESS_TOKEN")]
    [InlineData("TASKCLUSTER_ACCESS_TOKEN", "TASKCLUSTER_CLIENT_ID")]
    [InlineData("TASKCLUSTER_CERTIFICATE", "TASKCLUSTER_CLIENT_ID")]
    public void Half_of_the_credentials_is_an_error_that_names_the_other_half(string given, string missing)
    {
        var failure = Fail(("TASKCLUSTER_ROOT_URL", "https://tc.example.com"), (given, Token));

        Assert.Equal(TaskclusterCodes.CredentialsInvalid, failure.Code);
        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, failure.Message + failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("ünd")]
    public void A_client_that_cannot_stand_in_a_header_is_an_error(string client) => Assert.Equal(
        TaskclusterCodes.CredentialsInvalid,
        Fail(
            ("TASKCLUSTER_ROOT_URL", "https://tc.example.com"),
            ("TASKCLUSTER_CLIENT_ID", client),
            ("TASKCLUSTER_ACCESS_TOKEN", Token)).Code);

    [Fact]
    public void A_certificate_that_is_not_JSON_is_an_error() => Assert.Equal(
        TaskclusterCodes.CredentialsInvalid,
        Fail(
            ("TASKCLUSTER_ROOT_URL", "https://tc.example.com"),
            ("TASKCLUSTER_CLIENT_ID", "me"),
            ("TASKCLUSTER_ACCESS_TOKEN", Token),
            ("TASKCLUSTER_CERTIFICATE", "{version:1}")).Code);

    [Fact]
    public void Expired_credentials_are_an_error_that_says_since_when()
    {
        var failure = Fail(
            ("TASKCLUSTER_ROOT_URL", "https://tc.example.com"),
            ("TASKCLUSTER_CLIENT_ID", "me"),
            ("TASKCLUSTER_ACCESS_TOKEN", Token),
            (
                "TASKCLUSTER_CERTIFICATE",
                """{"version":1,"scopes":[],"start":0,"expiry":1439051211744,"seed":"s","signature":"x"}"""));

        Assert.Equal(TaskclusterCodes.CredentialsExpired, failure.Code);
        Assert.Contains("2015-08-08 at 16:26 UTC", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_are_printed_without_their_secret() =>
        Assert.DoesNotContain(
            Token, new TaskclusterCredentials("me", Token, null).ToString(), StringComparison.Ordinal);

    private static TaskclusterSettings? Read(params (string Name, string Value)[] variables) =>
        TaskclusterEnvironment.Read(
            variables.ToDictionary(variable => variable.Name, variable => variable.Value),
            "slipway-tests",
            TimeProvider.System);

    private static Diagnostic Fail(params (string Name, string Value)[] variables) =>
        Assert.Throws<SlipwayException>(() => Read(variables)).Diagnostics.Single();
}
