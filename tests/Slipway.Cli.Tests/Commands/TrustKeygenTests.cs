using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust keygen</c></summary>
public sealed class TrustKeygenTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("p256", SigningAlgorithm.EcdsaP256)]
    [InlineData("ed25519", SigningAlgorithm.Ed25519)]
    public async Task A_key_is_made_whose_halves_belong_together(string name, SigningAlgorithm algorithm)
    {
        var run = await CliRun.RunAsync("trust", "keygen", PathOf("release"), "--algorithm", name, "--level", "3");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(SigningKey.TryParse(Read("release.key.pem"), out var key, out _));
        Assert.Equal(algorithm, key.Key.Algorithm);
        Assert.Equal(key.Key.Pem, Read("release.pub.pem"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode("release.key.pem"));
        Assert.True(Mode("release.pub.pem").HasFlag(UnixFileMode.UserWrite));
        Assert.Contains($"key: {key.Key.Text}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Pem.Split('\n')[1], run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_printed_is_a_policy_that_trusts_the_key()
    {
        var run = await CliRun.RunAsync("trust", "keygen", PathOf("release"), "--level", "2");
        await File.WriteAllTextAsync(PathOf("policy.yml"), run.Output, TestContext.Current.CancellationToken);

        var check = await CliRun.RunAsync("trust", "check", "--policy", PathOf("policy.yml"), "--json");

        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Equal(2, (int)JsonNode.Parse(check.Output)!["signers"]!["release"]!);
    }

    [Fact]
    public async Task The_form_of_scriptworker_is_base64_of_32_bytes()
    {
        var run = await CliRun.RunAsync(
            "trust", "keygen", PathOf("worker"), "--algorithm", "ed25519", "--form", "raw", "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.Equal(32, Convert.FromBase64String(Read("worker.key.base64")).Length);
        Assert.Equal((string)answer["workerKey"]!, Read("worker.pub.base64").Trim());
        Assert.True(SigningKey.TryParse(Read("worker.key.base64"), out var key, out _));
        Assert.Equal((string)answer["key"]!, key.Key.Text);
    }

    [Fact]
    public async Task The_other_program_for_keys_reads_them()
    {
        string openssl = Needed.Program("openssl");
        await CliRun.RunAsync("trust", "keygen", PathOf("a"));
        await CliRun.RunAsync("trust", "keygen", PathOf("b"), "--algorithm", "ed25519");

        foreach (string name in (string[])["a", "b"])
        {
            Assert.Equal(
                Read($"{name}.pub.pem"),
                await Tools.RunAsync(openssl, "pkey", "-in", PathOf($"{name}.key.pem"), "-pubout"));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("*.key.pem\n", false)]
    public async Task A_private_key_that_git_would_take_in_is_warned_of(string ignored, bool isWarned)
    {
        GitTool.Run(_folder.Path, ["init", "--quiet"]);
        await File.WriteAllTextAsync(PathOf(".gitignore"), ignored, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(PathOf("below"));

        foreach (string name in (string[])["release", "below/release"])
        {
            var run = await CliRun.RunAsync("trust", "keygen", PathOf(name));

            Assert.Equal(0, run.ExitCode);
            Assert.Equal(isWarned, run.Error.Contains("warning SLIP2229", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_private_key_outside_of_checkouts_is_not_warned_of() =>
        Assert.Equal(string.Empty, (await CliRun.RunAsync("trust", "keygen", PathOf("release"))).Error);

    [Theory]
    [InlineData("release.key.pem")]
    [InlineData("release.pub.pem")]
    public async Task Nothing_is_replaced(string existing)
    {
        await File.WriteAllTextAsync(PathOf(existing), "mine", TestContext.Current.CancellationToken);

        var run = await CliRun.RunAsync("trust", "keygen", PathOf("release"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SLIP2222", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", Read(existing));
        Assert.Equal([PathOf(existing)], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        File.CreateSymbolicLink(PathOf("release.key.pem"), PathOf("elsewhere"));

        var run = await CliRun.RunAsync("trust", "keygen", PathOf("release"));

        Assert.Contains("SLIP2222", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("elsewhere")));
    }

    [Theory]
    [InlineData("--form", "raw")]
    [InlineData("--level", "4")]
    public async Task What_cannot_be_is_an_error(string option, string value)
    {
        var run = await CliRun.RunAsync("trust", "keygen", PathOf("release"), option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP1002", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Join(_folder.Path, name);

    private string Read(string name) => File.ReadAllText(PathOf(name));

    private UnixFileMode Mode(string name) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(PathOf(name));
}
