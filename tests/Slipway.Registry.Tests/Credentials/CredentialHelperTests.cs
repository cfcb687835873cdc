using Slipway.Model.Registries;
using Slipway.Registry.Credentials;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Credentials;

/// <summary>Helpers as real programs.</summary>
public sealed class CredentialHelperTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_helper_is_asked_for_the_registry_by_its_name_on_standard_input()
    {
        Helper(
            """[ "$1" = get ] && server=$(cat) && printf '{"ServerURL":"%s","Username":"me@%s","Secret":"s3cret"}' "$server" "$server" """);

        var found = (await FindAsync("""{"credHelpers":{"a.example.com":"test"}}""", "a.example.com")).Found;

        Assert.Equal(("me@a.example.com", "s3cret"), (found?.Username, found?.Secret));
        Assert.StartsWith("docker-credential-test (", found?.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_Hub_has_its_old_name()
    {
        Helper("""printf '{"Username":"%s","Secret":"x"}' "$(cat)" """);

        Assert.Equal(
            "https://index.docker.io/v1/", (await FindAsync("""{"credsStore":"test"}""", "docker.io")).Found?.Username);
    }

    [Fact]
    public async Task An_identity_token_comes_under_a_name_of_its_own()
    {
        Helper("""printf '{"Username":"<token>","Secret":"refresh"}'""");

        var found = (await FindAsync("""{"credsStore":"test"}""", "a")).Found;

        Assert.Equal((null, "refresh"), (found?.Username, found?.Secret));
    }

    [Fact]
    public async Task What_a_helper_does_not_have_may_stand_in_the_file()
    {
        Helper("""echo 'credentials not found in native keychain'; exit 1""");
        const string File = """{"credsStore":"test","auths":{"a":{"auth":"dXNlcjpwYXNz"}}}""";

        Assert.Equal("user", (await FindAsync(File, "a")).Found?.Username);
        Assert.Null((await FindAsync(File, "b")).Found);
    }

    [Fact]
    public async Task A_helper_is_asked_once()
    {
        Helper($$"""echo x >> {{_folder.Path}}/calls; printf '{"Username":"a","Secret":"x"}'""");
        var finder = Finder("""{"credsStore":"test"}""");

        await finder.FindAsync("a", "one", Token);
        await finder.FindAsync("a", "two", Token);

        Assert.Single(await File.ReadAllLinesAsync(_folder.Path + "/calls", Token));
    }

    [Theory]
    [InlineData("echo 'the keychain is locked'; exit 1", "the keychain is locked")]
    [InlineData("echo 'no display' >&2; exit 3", "exit code 3 (no display)")]
    [InlineData("""printf '{"Username":"a","Secret":"hunter2"}'; exit 1""", "exit code 1")]
    [InlineData("echo hunter2", "not the JSON")]
    [InlineData("""printf '{"Username":["hunter2"]}'""", "not the JSON")]
    public async Task A_helper_that_fails_is_an_error_without_secrets(string script, string why)
    {
        Helper(script);

        var diagnostic = await Clients.FailsAsync(
            () => FindAsync("""{"credsStore":"test"}""", "a"), RegistryCodes.CredentialHelperFailed);

        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "not on PATH")]
    [InlineData("../../evil", "by a path")]
    public async Task A_helper_that_is_missing_is_an_error(string name, string why)
    {
        var diagnostic = await Clients.FailsAsync(
            () => FindAsync($$"""{"credsStore":"{{name}}"}""", "a"), RegistryCodes.CredentialHelperFailed);

        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
    }

    private void Helper(string script) =>
        _folder.Write("bin/docker-credential-test", $"#!/bin/sh\n{script}\n", executable: true);

    private Task<CredentialSearch> FindAsync(string file, string registry) =>
        Finder(file).FindAsync(registry, "x", Token);

    private CredentialFinder Finder(string file) => new(new RegistrySettings
    {
        AuthFile = _folder.Write("config.json", file),
        Variable = name => name == "PATH" ? $"{_folder.Path}/bin" : null,
    });
}
