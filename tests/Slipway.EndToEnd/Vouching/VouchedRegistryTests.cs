using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Vouching;

/// <summary>What a registry has is used only when somebody vouches for it, on whichever machine.</summary>
public sealed class VouchedRegistryTests(LocalRegistry registry) : IClassFixture<LocalRegistry>, IAsyncLifetime
{
    private readonly SignedSandbox _signed = new();

    private string Elsewhere => Path.Join(_signed.Sandbox.Tree, "..", "other-home");

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await LocalRegistry.RequireAsync();
        await _signed.PrepareAsync();
    }

    public ValueTask DisposeAsync() => _signed.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_machine_uses_nothing_of_a_shared_registry_that_nobody_signed(bool isSignedByStranger)
    {
        Share();
        await _signed.BuildAsync(isSignedByStranger ? _signed.Stranger : null);

        await _signed.RefuseAsync("SLIP2215", "load", _signed.App, "--home", Elsewhere);
        await _signed.RefuseAsync("SLIP2215", "run", _signed.App, "--home", Elsewhere, "--", "/bin/true");
        _signed.Sandbox.Image("app", "FROM {base}\nRUN echo another > /app\n");
        await _signed.RefuseAsync("SLIP2215", "build", _signed.App, "--home", Elsewhere);
    }

    [Fact]
    public async Task Another_machine_uses_what_was_signed_when_it_was_built()
    {
        Share();
        await _signed.Sandbox.CheckAsync("build", _signed.App, "--sign", "--signing-key", _signed.Key);
        await _signed.Sandbox.EmptyEngineAsync();

        await _signed.Sandbox.CheckAsync("load", _signed.App, "--home", Elsewhere);
        await _signed.Sandbox.EmptyEngineAsync();
        await _signed.Sandbox.CheckAsync(
            "run", _signed.App, "--home", Elsewhere, "--", "/bin/sh", "-c", "test -f /app");
        string verdict = await _signed.Sandbox.CheckAsync("trust", "verify", _signed.App, "--home", Elsewhere);
        Assert.Contains("for 2 images", verdict, StringComparison.Ordinal);
        // The statements came along, so what is built on it there can be signed and used there.
        _signed.Sandbox.Image("app", "FROM {base}\nRUN echo another > /app\n");
        await _signed.Sandbox.CheckAsync(
            "build", _signed.App, "--home", Elsewhere, "--sign", "--signing-key", _signed.Key);
        await _signed.Sandbox.EmptyEngineAsync();
        await _signed.Sandbox.CheckAsync(
            "load", _signed.App, "--home", Path.Join(_signed.Sandbox.Tree, "..", "third-home"));
    }

    [Fact]
    public async Task What_is_signed_after_it_was_shared_gets_there_too()
    {
        Share();
        await _signed.BuildAsync(null);
        await _signed.RefuseAsync("SLIP2215", "load", _signed.Base, "--home", Elsewhere);

        await _signed.Sandbox.CheckAsync("trust", "attest", _signed.Base, "--signing-key", _signed.Key);

        await _signed.Sandbox.CheckAsync("load", _signed.Base, "--home", Elsewhere);
    }

    [Fact]
    public async Task Nothing_is_published_that_nobody_signed()
    {
        _signed.Sandbox.Write("images/REGISTRY", registry.Host + "\n");
        _signed.Sandbox.Write($"images/{_signed.App}/VERSION", "1.0\n");
        await _signed.BuildAsync(null);

        await _signed.RefuseAsync("SLIP2215", "push", _signed.App);
        Assert.Null(await registry.DigestOfAsync(_signed.App, "1.0"));

        await _signed.Sandbox.CheckAsync("push", _signed.App, "--sign", "--signing-key", _signed.Key);
        Assert.NotNull(await registry.DigestOfAsync(_signed.App, "1.0"));
    }

    [Fact]
    public async Task A_reference_is_given_to_others_only_when_somebody_signed_what_it_leads_to()
    {
        _signed.Sandbox.Write("images/REGISTRY", registry.Host + "\n");
        _signed.Sandbox.Write($"images/{_signed.Base}/VERSION", "1.0\n");
        await _signed.FreelyAsync("push", _signed.Base);
        await _signed.Sandbox.EmptyEngineAsync();

        await _signed.RefuseAsync("SLIP2215", "resolve", "--image", _signed.Base);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", $"{registry.Host}/{_signed.Base}:1.0", "--signing-key", _signed.Key);

        string reference = await _signed.Sandbox.CheckAsync("resolve", "--image", _signed.Base);
        Assert.Contains("@sha256:", reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_names_a_registry_image_to_tasks_only_when_somebody_signed_what_it_leads_to()
    {
        _signed.Sandbox.Write("images/REGISTRY", registry.Host + "\n");
        _signed.Sandbox.Write($"images/{_signed.Base}/VERSION", "1.0\n");
        await _signed.FreelyAsync("push", _signed.Base);
        await _signed.Sandbox.EmptyEngineAsync();
        await using var deployment = new Deployment();
        var push = new Push(1, "try");
        _signed.Sandbox.Environment["TASKCLUSTER_ROOT_URL"] = deployment.RootUrl;
        _signed.Sandbox
            .Write("slipway.yml", """
                prefix: e2e
                folder: images
                backend: taskcluster
                taskcluster: { worker-pool: "e2e/level-{level}", image: "example/image-builder:1" }
                """)
            .Write(
                "ci/uses.yml",
                $"taskQueueId: {push.Workers}\n"
                + $"payload: {{ image: \"{{{{#docker_image}}}}{_signed.Base}{{{{/docker_image}}}}\" }}\n");
        string[] decision =
        [
            "decision", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters",
            deployment.WriteParameters(push), "--tasks", Path.Join(_signed.Sandbox.Tree, "ci"),
        ];

        await _signed.RefuseAsync("SLIP2215", decision);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", $"{registry.Host}/{_signed.Base}:1.0", "--signing-key", _signed.Stranger);
        await _signed.RefuseAsync("SLIP2215", decision);
        await _signed.Sandbox.CheckAsync(
            "trust", "attest", $"{registry.Host}/{_signed.Base}:1.0", "--signing-key", _signed.Key);

        await _signed.Sandbox.CheckAsync(decision);
        Assert.Empty(deployment.Server.Tasks.All);
    }

    private void Share() => _signed.Sandbox.Write(
        "slipway.yml",
        "prefix: e2e\nfolder: images\nbackend: registry\n"
        + $"registry-backend: {registry.Host}/ci-{_signed.Sandbox.Tag}\n");
}
