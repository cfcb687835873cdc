using System.Text;
using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Builds;
using Slipway.Tests;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust attest</c>, and <c>trust verify</c> of what it signed.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustAttestTests : IAsyncLifetime
{
    private const string Variable = "TEST_SIGNING_KEY";
    private const string UsualVariable = "SLIPWAY_SIGNING_KEY";

    private readonly SignedTree _signed = new();

    private BuiltTree Tree => _signed.Tree;

    private SigningKey Key => _signed.Key;

    public async ValueTask InitializeAsync()
    {
        Tree.Image("base", "FROM scratch\nCOPY Dockerfile /\n").Image("app", "FROM base\nCOPY Dockerfile /app\n");
        await Tree.BuildAsync();
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(UsualVariable, null);
        _signed.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_built_here_is_signed_and_accepted_with_its_parents()
    {
        Assert.Equal(4, (await _signed.VerifyAsync("app")).ExitCode);
        await _signed.AttestAsync("base");
        await _signed.AttestAsync("app");

        var run = await _signed.VerifyAsync("app", "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Equal(
            ["docker-image", "docker-image:base"], answer["links"]!.AsArray().Select(link => (string)link!["name"]!));
        Assert.Contains("for 2 images", (await _signed.VerifyAsync("app")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_signed_is_refused_by_the_first_rule()
    {
        var run = await _signed.VerifyAsync("app", "--json");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("8.1", (string)JsonNode.Parse(run.Output)!["rule"]!);
    }

    [Fact]
    public async Task A_parent_that_nobody_signed_is_not_checked_and_that_is_said()
    {
        await _signed.AttestAsync("app");

        var run = await _signed.VerifyAsync("app");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not checked: 8.7 the parent base", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_named_by_its_digests_too()
    {
        var signed = await _signed.AttestAsync("base", "--json");
        string image = (string)JsonNode.Parse(signed.Output)!["digest"]!;
        string inputs = (string)JsonNode.Parse((await Tree.RunAsync("hash", "base", "--json")).Output)![0]!["digest"]!;

        foreach (string what in (string[])[image, image["sha256:".Length..], inputs])
        {
            var run = await _signed.VerifyAsync(what);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }

        var other = await _signed.VerifyAsync(new string('a', 64));
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("This store has no image", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_already_is_not_signed_again()
    {
        string file = _signed.PathOf("bundle.json");
        var first = await _signed.AttestAsync("base", "-o", file);
        byte[] bundle = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var second = await _signed.AttestAsync("base", "-o", file);

        Assert.True(BundleReader.TryRead(bundle, out var read, out string? failure), failure);
        Assert.True(read.IsSignedBy(Key.Key));
        Assert.Equal(bundle, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

        Assert.StartsWith("Signed base", first.Output, StringComparison.Ordinal);
        Assert.Contains("is signed already", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_is_what_was_recorded_and_not_where_the_tree_stands_by_now()
    {
        string commit = new('a', 40);
        Tree.Source = new BuildSource("https://example.org/then", commit, IsChanged: true);
        await Tree.BuildAsync(force: true);
        Tree.Git("remote", "add", "origin", "https://example.org/now.git");
        Tree.Commit("later");

        var says = await SaysAsync("app");

        Assert.Equal(("https://example.org/then", commit, true), (says.Source, says.Commit, says.IsChanged));
        Assert.Contains(
            $"sources of https://example.org/then at {commit} with changes that were not committed",
            (await _signed.VerifyAsync("app")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_recorded_no_source_is_claimed_and_that_is_said()
    {
        Tree.Source = null;
        await Tree.BuildAsync(force: true);
        Tree.Git("remote", "add", "origin", "https://example.org/now.git");
        Tree.Commit("later");

        var says = await SaysAsync("app");

        Assert.Equal((null, null, false), (says.Source, says.Commit, says.IsChanged));
        Assert.Contains(
            "Where the sources of base came from was not recorded",
            (await _signed.AttestAsync("base")).Error,
            StringComparison.Ordinal);
    }

    private async Task<Provenance> SaysAsync(string image)
    {
        string file = _signed.PathOf("says.json");
        await _signed.AttestAsync(image, "-o", file);
        Assert.True(BundleReader.TryRead(
            await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), out var bundle, out _));
        Assert.True(ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out string? failure), failure);
        return says;
    }

    [Fact]
    public async Task The_level_that_is_asked_for_counts_and_not_only_the_key()
    {
        await _signed.AttestAsync("base");

        var run = await _signed.VerifyAsync("base", "--level", "3");

        // At that level the image is not even found; by its digest it is, and refused.
        Assert.NotEqual(0, run.ExitCode);
        string image = (string)JsonNode.Parse((await _signed.AttestAsync("base", "--json")).Output)!["digest"]!;
        Assert.Contains(
            "refused by rule 8.6", (await _signed.VerifyAsync(image, "--level", "3")).Output, StringComparison.Ordinal);
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
        Environment.SetEnvironmentVariable(Variable, Key.Pem);
        Environment.SetEnvironmentVariable(UsualVariable, place == "usual variable" ? Key.Pem : null);
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
        _signed.Write("open.pem", Key.Pem);
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
    [InlineData("started = started - 1")]
    [InlineData("revision = 'abc'")]
    [InlineData("parents = '{}'")]
    [InlineData("engine = 'another'")]
    [InlineData("source = '{\"repository\":\"https://evil.example\"}'")]
    [InlineData("seal = zeroblob(32)")]
    [InlineData("seal = (SELECT seal FROM builds WHERE image = 'base')")]
    public async Task A_record_that_somebody_changed_is_not_signed_and_one_that_is_signed_stays_so(string change)
    {
        await _signed.AttestAsync("base");
        Assert.Equal(1, Tree.Forge($"UPDATE builds SET {change} WHERE image = 'app'"));

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await Tree.RunAsync([.. way, "--signing-key", _signed.PathOf("release.key.pem")]);

            Assert.True(run.ExitCode == 4, run.Output + run.Error);
            Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(4, (await _signed.VerifyAsync("app")).ExitCode);
        Assert.Contains("is signed already", (await _signed.AttestAsync("base")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_somebody_raised_is_not_signed()
    {
        string app = (string)JsonNode.Parse((await Tree.RunAsync("list", "app", "--json")).Output)![0]!["digest"]!;
        Assert.Equal(2, Tree.Forge("UPDATE builds SET level = 3"));

        var run = await Tree.RunAsync(
            "trust", "attest", app, "--level", "3", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.True(run.ExitCode == 4, run.Output + run.Error);
        Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_to_do_about_a_record_that_nobody_can_tell_the_writer_of_is_said()
    {
        Tree.Forge("UPDATE builds SET seal = NULL");

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await Tree.RunAsync([.. way, "--signing-key", _signed.PathOf("release.key.pem")]);

            Assert.Equal(4, run.ExitCode);
            Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
            Assert.Contains("--force --sign", run.Error, StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }
    }

    [Theory]
    [InlineData("UPDATE images SET manifest = zeroblob(32) WHERE image_hash = $app")]
    [InlineData("UPDATE image_layers SET diff_id = (SELECT diff_id FROM image_layers WHERE image_hash != $app)")]
    public async Task An_image_whose_rows_somebody_changed_is_not_signed(string change)
    {
        const string App = "(SELECT image_hash FROM builds WHERE image = 'app')";
        Assert.NotEqual(0, Tree.Forge(change.Replace("$app", App, StringComparison.Ordinal)));

        var run = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("layer")]
    [InlineData("name")]
    [InlineData("index")]
    public async Task What_a_registry_has_is_signed_only_when_its_layers_are_those_of_the_config(string change)
    {
        await using var registry = await RealRegistry.StartAsync();
        var (reference, manifest) = await registry.PublishStoredAsync(Tree, "app", change);

        var run = await Tree.RunAsync("trust", "attest", reference, "--signing-key", _signed.PathOf("release.key.pem"));

        if (change == "none")
        {
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains($"Signed {reference} ({manifest})", run.Output, StringComparison.Ordinal);
            Assert.Contains(
                "is signed already",
                (await Tree.RunAsync(
                    "trust", "attest", reference, "--signing-key", _signed.PathOf("release.key.pem"))).Output,
                StringComparison.Ordinal);
            return;
        }

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
        if (change == "layer")
        {
            Assert.Equal(4, run.ExitCode);
            Assert.Contains("SLIP2226", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_not_built_here_is_not_signed()
    {
        Tree.Forge("UPDATE builds SET parents = NULL");
        var old = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));
        Tree.Forge("UPDATE builds SET image_hash = x'00'");
        var other = await Tree.RunAsync(
            "trust", "attest", "registry.invalid/", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.Equal(3, old.ExitCode);
        Assert.Contains("SLIP2223", old.Error, StringComparison.Ordinal);
        Assert.Contains("names no image of a registry", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_judged_by_what_was_signed_about_its_image()
    {
        string archive = _signed.PathOf("app.tar");
        string statement = $"{archive}.sigstore.json";
        var written = await Tree.RunAsync("export", "app", "-o", archive);
        Assert.True(written.ExitCode == 0, written.Error);
        await _signed.AttestAsync("app", "-o", statement);
        // On another machine, which has the two files, and knows no Taskcluster.
        string[] verify =
        [
            "trust", "verify", archive, "--root", Tree.Root, "--home", _signed.PathOf("newcomer"), "--policy",
            _signed.PathOf("policy.yml"),
        ];

        var run = await CliRun.RunAsync(verify);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("all of whose layers are in it", run.Output, StringComparison.Ordinal);
        File.Delete(statement);
        var untold = await CliRun.RunAsync(verify);
        Assert.Equal(4, untold.ExitCode);
        Assert.Contains("8.1", untold.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_under_a_name_was_built_of_its_inputs()
    {
        const string Hash = "SELECT image_hash FROM builds WHERE image = ";
        await _signed.AttestAsync("base");
        Assert.NotEqual(0, Tree.Forge(
            $"UPDATE index_entries SET data = replace(data, lower(hex(({Hash}'app'))), lower(hex(({Hash}'base')))) "
            + "WHERE namespace LIKE '%.app.%'"));
        Assert.NotEqual(0, Tree.Forge($"UPDATE builds SET image_hash = ({Hash}'base') WHERE image = 'app'"));

        var run = await Tree.RunAsync("trust", "attest", "app", "--signing-key", _signed.PathOf("release.key.pem"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("signed already", run.Output, StringComparison.Ordinal);
    }
}
