using Slipway.Cli.Tests.Support;
using Slipway.Tests;

namespace Slipway.Cli.Tests.Commands;

/// <summary>
/// What was signed about everything that an image stands on, on machines that share a registry and insist on it.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ParentStatementTests : IAsyncLifetime
{
    private const int Refused = 4;

    private readonly SignedTree _signed = new();
    private readonly TempFolder _homes = new();
    private RealRegistry? _registry;

    public async ValueTask InitializeAsync()
    {
        _registry = await RealRegistry.StartAsync();
        Insist();
        Tree.Write(
                "slipway.yml",
                $"prefix: test\nfolder: images\nbackend: registry\nregistry-backend: {_registry.Host}/ci\n")
            .Image("base", "FROM scratch\nCOPY Dockerfile /base\n")
            .Image("app", "FROM base\nCOPY Dockerfile /app\n")
            .Image("child", "FROM app\nCOPY Dockerfile /child\n")
            .Image("grand", "FROM child\nCOPY Dockerfile /grand\n")
            .Image("other", "FROM base\nCOPY Dockerfile /other\n");
        await ShareAsync("base", "app");
    }

    public async ValueTask DisposeAsync()
    {
        _signed.Dispose();
        _homes.Dispose();
        await _registry!.DisposeAsync();
    }

    private BuiltTree Tree => _signed.Tree;

    [Fact]
    public async Task What_is_built_on_a_shared_image_elsewhere_can_be_signed_and_used_there()
    {
        MoveTo("elsewhere");

        await ShareOnAsync("app", "child");

        MoveTo("third");
        await UseAsync("child");
    }

    [Fact]
    public async Task What_was_accepted_before_is_at_hand_for_what_is_built_on_it()
    {
        MoveTo("elsewhere");
        await UseAsync("base");
        // As where the engine read the image itself, or a collection took what belonged to no image.
        Assert.True(Tree.Forge("DELETE FROM statements") > 0);
        await UseAsync("base");

        await VerifyAsync("base");
        await ShareAsync("other");
    }

    [Fact]
    public async Task What_was_accepted_is_judged_without_a_registry_too()
    {
        MoveTo("elsewhere");
        await UseAsync("app");
        await _registry!.DeleteStatementsAsync("ci/level-1/app");
        await _registry.DeleteStatementsAsync("ci/level-1/base");

        var verdict = await VerifyAsync("app");

        Assert.Contains("for 2 images", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_an_image_stands_on_is_vouched_for_beside_it_wherever_it_was_built()
    {
        MoveTo("elsewhere");
        await ShareOnAsync("app", "child");
        MoveTo("third");
        _signed.Write("policy.yml", Policy(string.Empty));
        await ShareOnAsync("child", "grand");
        await _registry!.DeleteStatementsAsync("ci/level-1/app");
        await _registry.DeleteStatementsAsync("ci/level-1/base");
        await _registry.DeleteStatementsAsync("ci/level-1/child");

        Insist();
        MoveTo("fourth");
        await UseAsync("grand");
    }

    [Fact]
    public async Task Of_a_file_whose_parent_is_not_vouched_for_it_is_said_how_to_get_that()
    {
        string file = Path.Join(_homes.Path, "app.tar");
        await UseAsync("app", file);
        await _signed.AttestAsync("app", "-o", $"{file}.sigstore.json");
        MoveTo("elsewhere");

        var refused = await _signed.VerifyAsync(file);
        await UseAsync("base");
        var accepted = await _signed.VerifyAsync(file);

        Assert.Equal(Refused, refused.ExitCode);
        Assert.Contains("refused by rule 8.7", refused.Output, StringComparison.Ordinal);
        Assert.Contains("'slipway load base --policy", refused.Output, StringComparison.Ordinal);
        Assert.Contains("'slipway trust attest base -o base.tar", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Mend", refused.Output, StringComparison.Ordinal);
        Assert.True(accepted.ExitCode == 0, accepted.Output + accepted.Error);
    }

    [Fact]
    public async Task What_others_built_and_signed_is_said_to_be_signed()
    {
        MoveTo("elsewhere");

        var run = await SignAsync("app");

        Assert.Contains("Built elsewhere, and signed there: app.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was signed", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not signed", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Goes to another machine, which has nothing but the tree.</summary>
    private void MoveTo(string machine) => Tree.Home = Path.Join(_homes.Path, machine);

    private void Insist() => _signed.Write("policy.yml", Policy("must-check: [parents]\n"));

    private string Policy(string more) =>
        $"trust: {{1: require}}\nsigners: [{{name: release, key: {_signed.Key.Key.Text}}}]\n{more}";

    /// <summary>Builds an image on one that is fetched first, signs it, and shares it.</summary>
    private async Task ShareOnAsync(string parent, string image)
    {
        await UseAsync(parent);
        await ShareAsync(image);
    }

    /// <summary>Builds images here, signs them, and shares them.</summary>
    private async Task ShareAsync(params string[] images)
    {
        await Tree.BuildAsync(options: images);
        await SignAsync(images);
    }

    private async Task<CliRun> SignAsync(params string[] images)
    {
        var run = await Tree.RunAsync(
        [
            "build", .. images, "--sign", "--signing-key", _signed.PathOf("release.key.pem"),
            "--policy", _signed.PathOf("policy.yml"),
        ]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run;
    }

    private async Task UseAsync(string image, string? file = null)
    {
        string target = file ?? Path.Join(_homes.Path, "used.tar");
        File.Delete(target);
        var run = await Tree.RunAsync("export", image, "-o", target, "--policy", _signed.PathOf("policy.yml"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private async Task<CliRun> VerifyAsync(string image)
    {
        var run = await _signed.VerifyAsync(image);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run;
    }
}
