using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Builds;
using Slipway.Trust.Statements;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust attest</c>, and <c>trust verify</c> of what it signed.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustAttestTests : IAsyncLifetime
{
    private readonly SignedTree _signed = new();

    private BuiltTree Tree => _signed.Tree;

    public async ValueTask InitializeAsync() => await _signed.BuildAsync();

    public ValueTask DisposeAsync()
    {
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
        Assert.True(read.IsSignedBy(_signed.Key.Key));
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
}
