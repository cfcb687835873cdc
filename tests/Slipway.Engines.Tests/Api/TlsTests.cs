using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Api;

public sealed class TlsTests(SharedDocker docker)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_behind_TLS_is_found_and_builds()
    {
        await using var proxy = new TlsProxy(docker.Docker.Socket);
        await using var engine = await Locator(proxy.Address, proxy.Certificates).LocateAsync(null, null, Token);

        var image = await engine.BuildAsync(Contexts.ShellRequest($"LABEL a={Contexts.Unique()}"), _ => { }, Token);

        Assert.NotNull(await engine.FindAsync(image.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task An_engine_with_a_certificate_of_another_authority_is_not_trusted()
    {
        await using var proxy = new TlsProxy(docker.Docker.Socket);
        await using var other = new TlsProxy(docker.Docker.Socket);

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => Locator(proxy.Address, other.Certificates).LocateAsync(null, null, Token));

        Assert.Equal(EngineCodes.NotReachable, error.Diagnostics[0].Code);
        Assert.Contains("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private EngineLocator Locator(string address, string certificates)
    {
        var environment = docker.Docker.Environment;
        return new EngineLocator(
            environment with
            {
                Variables = environment.Variables
                    .SetItem("DOCKER_HOST", address)
                    .SetItem("DOCKER_TLS_VERIFY", "1")
                    .SetItem("DOCKER_CERT_PATH", certificates),
            },
            TimeProvider.System);
    }
}
