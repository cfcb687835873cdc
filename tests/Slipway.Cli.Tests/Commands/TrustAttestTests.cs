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

    private readonly BuiltTree _tree = new();
    private readonly TempFolder _keys = new();
    private readonly SigningKey _key = SigningKey.Create(SigningAlgorithm.EcdsaP256);

    public async ValueTask InitializeAsync()
    {
        _keys.Write("release.key.pem", _key.Pem);
        _keys.Write("release.pub.pem", _key.Key.Pem);
        _keys.Write("policy.yml", $"signers: [{{name: release, key: {_key.Key.Text}}}]\n");
        Restrict("release.key.pem");
        _tree.Image("base", "FROM scratch\nCOPY Dockerfile /\n").Image("app", "FROM base\nCOPY Dockerfile /app\n");
        _tree.Source = BuildSource.None;
        await _tree.BuildAsync();
    }

    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(UsualVariable, null);
        _tree.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_built_here_is_signed_and_accepted_with_its_parents()
    {
        Assert.Equal(4, (await VerifyAsync("app")).ExitCode);
        await AttestAsync("base");
        await AttestAsync("app");

        var run = await VerifyAsync("app", "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Equal(
            ["docker-image", "docker-image:base"], answer["links"]!.AsArray().Select(link => (string)link!["name"]!));
        Assert.Contains("for 2 images", (await VerifyAsync("app")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_signed_is_refused_by_the_first_rule()
    {
        var run = await VerifyAsync("app", "--json");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("8.1", (string)JsonNode.Parse(run.Output)!["rule"]!);
    }

    [Fact]
    public async Task A_parent_that_nobody_signed_is_not_checked_and_that_is_said()
    {
        await AttestAsync("app");

        var run = await VerifyAsync("app");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not checked: 8.7 the parent base", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_named_by_its_digests_too()
    {
        var signed = await AttestAsync("base", "--json");
        string image = (string)JsonNode.Parse(signed.Output)!["digest"]!;
        string inputs = (string)JsonNode.Parse((await _tree.RunAsync("hash", "base", "--json")).Output)![0]!["digest"]!;

        foreach (string what in (string[])[image, image["sha256:".Length..], inputs])
        {
            var run = await VerifyAsync(what);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }

        var other = await VerifyAsync(new string('a', 64));
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("This store has no image", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_already_is_not_signed_again()
    {
        string file = PathOf("bundle.json");
        var first = await AttestAsync("base", "-o", file);
        byte[] bundle = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var second = await AttestAsync("base", "-o", file);

        Assert.True(BundleReader.TryRead(bundle, out var read, out string? failure), failure);
        Assert.True(read.IsSignedBy(_key.Key));
        Assert.Equal(bundle, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

        Assert.StartsWith("Signed base", first.Output, StringComparison.Ordinal);
        Assert.Contains("is signed already", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_is_what_was_recorded_and_not_where_the_tree_stands_by_now()
    {
        string commit = new('a', 40);
        _tree.Source = new BuildSource("https://example.org/then", commit, IsChanged: true);
        await _tree.BuildAsync(force: true);
        _tree.Git("remote", "add", "origin", "https://example.org/now.git");
        _tree.Commit("later");

        var says = await SaysAsync("app");

        Assert.Equal(("https://example.org/then", commit, true), (says.Source, says.Commit, says.IsChanged));
        Assert.Contains(
            $"sources of https://example.org/then at {commit} with changes that were not committed",
            (await VerifyAsync("app")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_recorded_no_source_is_claimed_and_that_is_said()
    {
        _tree.Source = null;
        await _tree.BuildAsync(force: true);
        _tree.Git("remote", "add", "origin", "https://example.org/now.git");
        _tree.Commit("later");

        var says = await SaysAsync("app");

        Assert.Equal((null, null, false), (says.Source, says.Commit, says.IsChanged));
        Assert.Contains(
            "Where the sources of base came from was not recorded",
            (await AttestAsync("base")).Error,
            StringComparison.Ordinal);
    }

    private async Task<Provenance> SaysAsync(string image)
    {
        string file = PathOf("says.json");
        await AttestAsync(image, "-o", file);
        Assert.True(BundleReader.TryRead(
            await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), out var bundle, out _));
        Assert.True(ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out string? failure), failure);
        return says;
    }

    [Fact]
    public async Task The_level_that_is_asked_for_counts_and_not_only_the_key()
    {
        await AttestAsync("base");

        var run = await VerifyAsync("base", "--level", "3");

        // At that level the image is not even found; by its digest it is, and refused.
        Assert.NotEqual(0, run.ExitCode);
        string image = (string)JsonNode.Parse((await AttestAsync("base", "--json")).Output)!["digest"]!;
        Assert.Contains(
            "refused by rule 8.6", (await VerifyAsync(image, "--level", "3")).Output, StringComparison.Ordinal);
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
        string file = PathOf("release.key.pem");
        string publicFile = PathOf("release.pub.pem");
        string openssl = place.EndsWith("program", StringComparison.Ordinal) ? Needed.Program("openssl") : string.Empty;
        string[] program = [openssl, "dgst", "-sha256", "-sign", file];
        Environment.SetEnvironmentVariable(Variable, _key.Pem);
        Environment.SetEnvironmentVariable(UsualVariable, place == "usual variable" ? _key.Pem : null);
        string said = place switch
        {
            "tree, file" => $"file: {file}",
            "tree, variable" => "env: TEST_SIGNING_KEY",
            "tree, program" => $"command: [{string.Join(", ", program)}], public-key: {publicFile}",
            _ => string.Empty,
        };
        if (said.Length > 0)
        {
            _tree.Write("slipway.yml", $"prefix: test\nfolder: images\ntrust:\n  signing-key: {{{said}}}\n");
        }

        string[] options = place switch
        {
            "file" => ["--signing-key", file],
            "variable" => ["--signing-key", "env:TEST_SIGNING_KEY"],
            "program" => ["--signing-key", $"command:{string.Join(' ', program)}", "--public-key", publicFile],
            _ => [],
        };
        var signed = await _tree.RunAsync(["trust", "attest", "base", "--builder", "https://a.example", .. options]);

        Assert.True(signed.ExitCode == 0, signed.Error);
        Assert.Empty(signed.Error);
        Assert.Contains("by https://a.example", (await VerifyAsync("base")).Output, StringComparison.Ordinal);
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
            ? ["--public-key", PathOf("release.pub.pem")]
            : [];
        string[] options = key == "nothing"
            ? []
            : ["--signing-key", key.Replace(With, string.Empty, StringComparison.Ordinal), .. publicKey];

        var run = await _tree.RunAsync(["trust", "attest", "base", .. options]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await VerifyAsync("base")).ExitCode);
    }

    [Fact]
    public async Task The_public_half_does_not_sign()
    {
        // In base64 it reads like a private one, which everybody would have.
        var key = SigningKey.Create(SigningAlgorithm.Ed25519);
        _keys.Write("worker.pub.base64", key.Key.RawText!);

        var run = await _tree.RunAsync("trust", "attest", "base", "--signing-key", PathOf("worker.pub.base64"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("SLIP2220", run.Error, StringComparison.Ordinal);
        Assert.Contains("is the public half", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("chmod", run.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await VerifyAsync("base")).ExitCode);
    }

    [Fact]
    public async Task A_pull_request_does_not_choose_among_the_keys_of_the_machine()
    {
        _tree.Write(
            "slipway.yml",
            $"prefix: test\nfolder: images\ntrust: {{signing-key: {{file: {PathOf("release.key.pem")}}}}}\n");

        var run = await _tree.RunAsync("trust", "attest", "base", "--pull-request", "17");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("of a pull request names a signing key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_whom_a_key_speaks_is_not_chosen_by_the_tree_of_a_pull_request()
    {
        _tree.Write(
            "slipway.yml", "prefix: test\nfolder: images\ntrust: {builder: 'https://release.example'}\n");

        string[] attest = ["trust", "attest", "base", "--signing-key", PathOf("release.key.pem"), "-o"];
        var pushed = await _tree.RunAsync([.. attest, PathOf("pushed.json")]);
        var asked = await _tree.RunAsync([.. attest, PathOf("asked.json"), "--pull-request", "17"]);

        Assert.True((pushed.ExitCode, asked.ExitCode) == (0, 0), pushed.Error + asked.Error);
        Assert.Contains("https://release.example", StatementIn("pushed.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("https://release.example", StatementIn("asked.json"), StringComparison.Ordinal);
        Assert.Contains("slipway:builder/local", StatementIn("asked.json"), StringComparison.Ordinal);
    }

    private string StatementIn(string bundle) => Encoding.UTF8.GetString(Convert.FromBase64String(
        JsonNode.Parse(File.ReadAllText(PathOf(bundle)))!["dsseEnvelope"]!["payload"]!.ToString()));

    [Fact]
    public async Task A_key_that_others_can_read_is_used_with_a_warning()
    {
        _keys.Write("open.pem", _key.Pem);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                PathOf("open.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var run = await _tree.RunAsync("trust", "attest", "base", "--signing-key", PathOf("open.pem"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("SLIP2224", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_to_be_signed_does_not_begin_without_a_key()
    {
        var build = await _tree.RunAsync("build", "--sign");
        var unsaid = await _tree.RunAsync("build", "--signing-key", PathOf("release.key.pem"));

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
        await AttestAsync("base");
        Assert.Equal(1, _tree.Forge($"UPDATE builds SET {change} WHERE image = 'app'"));

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await _tree.RunAsync([.. way, "--signing-key", PathOf("release.key.pem")]);

            Assert.True(run.ExitCode == 4, run.Output + run.Error);
            Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(4, (await VerifyAsync("app")).ExitCode);
        Assert.Contains("is signed already", (await AttestAsync("base")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_somebody_raised_is_not_signed()
    {
        string app = (string)JsonNode.Parse((await _tree.RunAsync("list", "app", "--json")).Output)![0]!["digest"]!;
        Assert.Equal(2, _tree.Forge("UPDATE builds SET level = 3"));

        var run = await _tree.RunAsync(
            "trust", "attest", app, "--level", "3", "--signing-key", PathOf("release.key.pem"));

        Assert.True(run.ExitCode == 4, run.Output + run.Error);
        Assert.Contains("SLIP2228", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_to_do_about_a_record_that_nobody_can_tell_the_writer_of_is_said()
    {
        _tree.Forge("UPDATE builds SET seal = NULL");

        foreach (string[] way in (string[][])[["trust", "attest", "app"], ["build", "app", "--sign"]])
        {
            var run = await _tree.RunAsync([.. way, "--signing-key", PathOf("release.key.pem")]);

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
        Assert.NotEqual(0, _tree.Forge(change.Replace("$app", App, StringComparison.Ordinal)));

        var run = await _tree.RunAsync("trust", "attest", "app", "--signing-key", PathOf("release.key.pem"));

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
        var (reference, manifest) = await registry.PublishStoredAsync(_tree, "app", change);

        var run = await _tree.RunAsync("trust", "attest", reference, "--signing-key", PathOf("release.key.pem"));

        if (change == "none")
        {
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains($"Signed {reference} ({manifest})", run.Output, StringComparison.Ordinal);
            Assert.Contains(
                "is signed already",
                (await _tree.RunAsync("trust", "attest", reference, "--signing-key", PathOf("release.key.pem"))).Output,
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
        _tree.Forge("UPDATE builds SET parents = NULL");
        var old = await _tree.RunAsync("trust", "attest", "app", "--signing-key", PathOf("release.key.pem"));
        _tree.Forge("UPDATE builds SET image_hash = x'00'");
        var other = await _tree.RunAsync(
            "trust", "attest", "registry.invalid/", "--signing-key", PathOf("release.key.pem"));

        Assert.Equal(3, old.ExitCode);
        Assert.Contains("SLIP2223", old.Error, StringComparison.Ordinal);
        Assert.Contains("names no image of a registry", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_is_judged_by_what_was_signed_about_its_image()
    {
        string archive = PathOf("app.tar");
        string statement = $"{archive}.sigstore.json";
        var written = await _tree.RunAsync("export", "app", "-o", archive);
        Assert.True(written.ExitCode == 0, written.Error);
        await AttestAsync("app", "-o", statement);
        // On another machine, which has the two files, and knows no Taskcluster.
        string[] verify =
        [
            "trust", "verify", archive, "--root", _tree.Root, "--home", PathOf("newcomer"), "--policy",
            PathOf("policy.yml"),
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
        await AttestAsync("base");
        Assert.NotEqual(0, _tree.Forge(
            $"UPDATE index_entries SET data = replace(data, lower(hex(({Hash}'app'))), lower(hex(({Hash}'base')))) "
            + "WHERE namespace LIKE '%.app.%'"));
        Assert.NotEqual(0, _tree.Forge($"UPDATE builds SET image_hash = ({Hash}'base') WHERE image = 'app'"));

        var run = await _tree.RunAsync("trust", "attest", "app", "--signing-key", PathOf("release.key.pem"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("signed already", run.Output, StringComparison.Ordinal);
    }

    private async Task<CliRun> AttestAsync(string what, params string[] options)
    {
        var run = await _tree.RunAsync(
            ["trust", "attest", what, "--signing-key", PathOf("release.key.pem"), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private Task<CliRun> VerifyAsync(string what, params string[] options) =>
        _tree.RunAsync(["trust", "verify", what, "--policy", PathOf("policy.yml"), .. options]);

    private string PathOf(string name) => Path.Join(_keys.Path, name);

    private void Restrict(string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
