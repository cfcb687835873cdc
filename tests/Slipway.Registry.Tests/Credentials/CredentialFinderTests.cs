using Slipway.Model.Registries;
using Slipway.Registry.Credentials;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Credentials;

public sealed class CredentialFinderTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("registry.example.com", "registry.example.com")]
    [InlineData("https://registry.example.com", "registry.example.com")]
    [InlineData("https://registry.example.com/v2/", "registry.example.com")]
    [InlineData("http://registry.example.com:5000/v1/", "registry.example.com:5000")]
    [InlineData("Registry.Example.com", "registry.example.com")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("index.docker.io", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    public async Task Every_way_to_write_a_registry_is_understood(string key, string registry)
    {
        Write("home/.docker/config.json", Auths((key, "user:pass:word")));
        _variables["HOME"] = _folder.Path + "/home";

        var found = (await FindAsync(registry)).Found;

        Assert.Equal(("user", "pass:word"), (found?.Username, found?.Secret));
    }

    [Fact]
    public async Task The_file_that_was_chosen_is_the_only_one()
    {
        _variables["HOME"] = _folder.Path + "/home";
        _variables["DOCKER_CONFIG"] = _folder.Path + "/docker";
        _variables["XDG_RUNTIME_DIR"] = _folder.Path + "/run";
        Write("home/.config/containers/auth.json", Auths(("a.example.com", "config:1")));
        Assert.Equal("config", (await FindAsync("a.example.com")).Found?.Username);

        Write("run/containers/auth.json", Auths(("a.example.com", "runtime:1")));
        Assert.Equal("runtime", (await FindAsync("a.example.com")).Found?.Username);

        Write("docker/config.json", Auths(("a.example.com", "docker:1")));
        Assert.Equal("docker", (await FindAsync("a.example.com")).Found?.Username);

        _variables["REGISTRY_AUTH_FILE"] = Write("variable.json", Auths(("b.example.com", "variable:1")));
        Assert.Null((await FindAsync("a.example.com")).Found);
        Assert.Equal("variable", (await FindAsync("b.example.com")).Found?.Username);

        string option = Write("option.json", Auths(("a.example.com", "option:1")));
        Assert.Equal("option", (await FindAsync("a.example.com", option)).Found?.Username);
        Assert.Equal([option], (await FindAsync("c.example.com", option)).Looked);
    }

    [Fact]
    public async Task The_nearest_key_for_a_repository_counts()
    {
        string file = Write("auth.json", Auths(
            ("quay.io", "all:1"), ("quay.io/team", "team:1"), ("quay.io/team/app", "app:1")));

        Assert.Equal("app", (await FindAsync("quay.io", file, "team/app")).Found?.Username);
        Assert.Equal("team", (await FindAsync("quay.io", file, "team/other")).Found?.Username);
        Assert.Equal("all", (await FindAsync("quay.io", file, "teams/app")).Found?.Username);
    }

    [Theory]
    [InlineData("{", "line 1 is not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"auths":{"a":{"auth":"c2VjcmV0"}}}""", "its entry for a")]
    [InlineData("""{"auths":{"a":{"auth":"secret!"}}}""", "its entry for a")]
    public async Task A_file_that_is_malformed_is_an_error_that_quotes_nothing_of_it(string text, string why)
    {
        string file = Write("bad.json", text);

        var diagnostic = await Clients.FailsAsync(() => FindAsync("a", file), RegistryCodes.AuthFileInvalid);

        Assert.Contains(file, diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_named_has_to_be_there() =>
        await Clients.FailsAsync(() => FindAsync("a", _folder.Path + "/none.json"), RegistryCodes.AuthFileInvalid);

    [Fact]
    public async Task A_file_of_more_than_a_MiB_is_refused()
    {
        string file = Write("large.json", new string(' ', 1024 * 1024) + "{}");

        await Clients.FailsAsync(() => FindAsync("a", file), RegistryCodes.AuthFileInvalid);
    }

    [Fact]
    public async Task A_file_without_credentials_has_none()
    {
        string file = Write("empty.json", """{"auths":{"a":{},"b":null},"credHelpers":null,"HttpHeaders":{}}""");

        Assert.Null((await FindAsync("a", file)).Found);
        Assert.Null((await FindAsync("b", file)).Found);
    }

    [Fact]
    public void A_credential_prints_as_its_place() =>
        Assert.Equal("a file", Credential.Password("user", "secret", "a file").ToString());

    private Task<CredentialSearch> FindAsync(string registry, string? option = null, string repository = "team/app") =>
        new CredentialFinder(
            new RegistrySettings { AuthFile = option, Variable = name => _variables.GetValueOrDefault(name) })
            .FindAsync(registry, repository, Token);

    private string Write(string name, string text) => _folder.Write(name, text);

    private static string Auths(params (string Key, string Pair)[] entries) =>
        $$"""{"auths":{ {{string.Join(',', entries.Select(Entry))}} } }""";

    private static string Entry((string Key, string Pair) entry) =>
        $$"""
        "{{entry.Key}}":{"auth":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(entry.Pair))}}"}
        """;
}
