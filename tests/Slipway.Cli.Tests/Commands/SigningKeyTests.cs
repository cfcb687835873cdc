using System.Text;
using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary>Where <c>slipway trust attest</c> finds its key, and which it does not take.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class SigningKeyTests : IAsyncLifetime
{
    private const string Variable = "TEST_SIGNING_KEY";
    private const string UsualVariable = "SLIPWAY_SIGNING_KEY";

    private readonly SignedTree _signed = new();

    private BuiltTree Tree => _signed.Tree;

    public async ValueTask InitializeAsync() => await _signed.BuildAsync();

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(UsualVariable, null);
        _signed.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("file")]
    [InlineData("variable")]
    [InlineData("usual variable")]
    [InlineData("program")]
    [InlineData("tree, file")]
    [InlineData("tree, variable")]
    [InlineData("tree, program")]
    public async Task A_key_is_found_wherever_it_is_said_to_be(string place)
    {
        string file = _signed.PathOf("release.key.pem");
        string publicFile = _signed.PathOf("release.pub.pem");
        string openssl = place.EndsWith("program", StringComparison.Ordinal) ? Needed.Program("openssl") : string.Empty;
        string[] program = [openssl, "dgst", "-sha256", "-sign", file];
        Environment.SetEnvironmentVariable(Variable, _signed.Key.Pem);
        Environment.SetEnvironmentVariable(UsualVariable, place == "usual variable" ? _signed.Key.Pem : null);
        string said = place switch
        {
            "tree, file" => $"file: {file}",
            "tree, variable" => "env: TEST_SIGNING_KEY",
            "tree, program" => $"command: [{string.Join(", ", program)}], public-key: {publicFile}",
            _ => string.Empty,
        };
        if (said.Length > 0)
        {
            Tree.Write("slipway.yml", $"prefix: test\nfolder: images\ntrust:\n  signing-key: {{{said}}}\n");
        }

        string[] options = place switch
        {
            "file" => ["--signing-key", file],
            "variable" => ["--signing-key", "env:TEST_SIGNING_KEY"],
            "program" => ["--signing-key", $"command:{string.Join(' ', program)}", "--public-key", publicFile],
            _ => [],
        };
        var signed = await Tree.RunAsync(["trust", "attest", "base", "--builder", "https://a.example", .. options]);

        Assert.True(signed.ExitCode == 0, signed.Error);
        Assert.Empty(signed.Error);
        Assert.Contains("by https://a.example", (await _signed.VerifyAsync("base")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "SLIP2220")]
    [InlineData("/nonexistent/key", "SLIP2220")]
    [InlineData("env:NOT_SET_AT_ALL", "SLIP2220")]
    [InlineData("command:", "SLIP2220")]
    [InlineData("command:false", "SLIP2220")]
    [InlineData("command:false with a public key", "SLIP2221")]
    [InlineData("command:true with a public key", "SLIP2221")]
    [InlineData("command:/nonexistent/program with a public key", "SLIP2221")]
    [InlineData("command:cat with a public key", "SLIP2221")]
    public async Task What_cannot_sign_is_an_error_and_nothing_is_kept(string key, string code)
    {
        const string With = " with a public key";
        string[] publicKey = key.EndsWith(With, StringComparison.Ordinal)
            ? ["--public-key", _signed.PathOf("release.pub.pem")]
            : [];
        string[] options = key == "nothing"
            ? []
            : ["--signing-key", key.Replace(With, string.Empty, StringComparison.Ordinal), .. publicKey];

        var run = await Tree.RunAsync(["trust", "attest", "base", .. options]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await _signed.VerifyAsync("base")).ExitCode);
    }

    [Fact]
    public async Task The_public_half_does_not_sign()
    {
        // In base64 it reads like a private one, which everybody would have.
        var key = SigningKey.Create(SigningAlgorithm.Ed25519);
        _signed.Write("worker.pub.base64", key.Key.RawText!);

        var run = await Tree.RunAsync("trust", "attest", "base", "--signing-key", _signed.PathOf("worker.pub.base64"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("SLIP2220", run.Error, StringComparison.Ordinal);
        Assert.Contains("is the public half", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("chmod", run.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await _signed.VerifyAsync("base")).ExitCode);
    }

    [Fact]
    public async Task A_pull_request_does_not_choose_among_the_keys_of_the_machine()
    {
        Tree.Write(
            "slipway.yml",
            $"prefix: test\nfolder: images\ntrust: {{signing-key: {{file: {_signed.PathOf("release.key.pem")}}}}}\n");

        var run = await Tree.RunAsync("trust", "attest", "base", "--pull-request", "17");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("of a pull request names a signing key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_whom_a_key_speaks_is_not_chosen_by_the_tree_of_a_pull_request()
    {
        Tree.Write(
            "slipway.yml", "prefix: test\nfolder: images\ntrust: {builder: 'https://release.example'}\n");

        string[] attest = ["trust", "attest", "base", "--signing-key", _signed.PathOf("release.key.pem"), "-o"];
        var pushed = await Tree.RunAsync([.. attest, _signed.PathOf("pushed.json")]);
        var asked = await Tree.RunAsync([.. attest, _signed.PathOf("asked.json"), "--pull-request", "17"]);

        Assert.True((pushed.ExitCode, asked.ExitCode) == (0, 0), pushed.Error + asked.Error);
        Assert.Contains("https://release.example", StatementIn("pushed.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("https://release.example", StatementIn("asked.json"), StringComparison.Ordinal);
        Assert.Contains("slipway:builder/local", StatementIn("asked.json"), StringComparison.Ordinal);
    }

    private string StatementIn(string bundle) => Encoding.UTF8.GetString(Convert.FromBase64String(
        JsonNode.Parse(File.ReadAllText(_signed.PathOf(bundle)))!["dsseEnvelope"]!["payload"]!.ToString()));

    [Fact]
    public async Task A_key_that_others_can_read_is_used_with_a_warning()
    {
        _signed.Write("open.pem", _signed.Key.Pem);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                _signed.PathOf("open.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var run = await Tree.RunAsync("trust", "attest", "base", "--signing-key", _signed.PathOf("open.pem"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("SLIP2224", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_to_be_signed_does_not_begin_without_a_key()
    {
        var build = await Tree.RunAsync("build", "--sign");
        var unsaid = await Tree.RunAsync("build", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.Contains("SLIP2220", build.Error, StringComparison.Ordinal);
        Assert.Contains("--signing-key needs --sign", unsaid.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listed", false)]
    [InlineData("another", true)]
    public async Task A_key_that_the_policy_does_not_list_signs_with_a_warning(string key, bool isWarned)
    {
        _signed.Write("another.pem", SigningKey.Create(SigningAlgorithm.EcdsaP256).Pem);
        _signed.Restrict("another.pem");

        var run = await Tree.RunAsync(
            "trust", "attest", "base", "--policy", _signed.PathOf("policy.yml"), "--signing-key",
            _signed.PathOf(key == "listed" ? "release.key.pem" : "another.pem"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(isWarned, run.Error.Contains("SLIP2232", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("require", true)]
    [InlineData("warn", false)]
    public async Task A_build_that_is_not_signed_where_that_is_required_says_so(string enforcement, bool isWarned)
    {
        _signed.Write(
            "strict.yml",
            $"trust: {{1: {enforcement}}}\nsigners: [{{name: release, key: {_signed.Key.Key.Text}}}]\n");
        Tree.Image("lint", "FROM scratch\nCOPY Dockerfile /lint\n");

        string? host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        Environment.SetEnvironmentVariable("DOCKER_HOST", "unix:///nonexistent/engine.sock");
        try
        {
            string[] build = ["build", "lint", "--policy", _signed.PathOf("strict.yml")];
            var run = await Tree.RunAsync(build);
            var signed = await Tree.RunAsync(
                [.. build, "--sign", "--signing-key", _signed.PathOf("release.key.pem")]);

            // It is said before anything is built.
            Assert.Equal(isWarned, run.Error.Contains("SLIP2231", StringComparison.Ordinal));
            Assert.DoesNotContain("SLIP2231", signed.Error, StringComparison.Ordinal);
            Assert.All([run, signed], one => Assert.Contains("SLIP1503", one.Error, StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOCKER_HOST", host);
        }
    }
}
