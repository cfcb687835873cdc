using Slipway.Engines.Detection;
using Slipway.Engines.Running;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Engines;

namespace Slipway.Engines.Tests.Running;

public sealed class RunTests(SharedDocker docker)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_containers_exit_code_is_passed_on()
    {
        await using var engine = await docker.OpenAsync();
        var image = await BuildAsync(engine);

        int exitCode = await engine.RunAsync(
            image.ImageHash, ["--env", "CODE=7"], ["/bin/sh", "-c", "exit $CODE"], Token);

        Assert.Equal(7, exitCode);
    }

    [Fact]
    public async Task An_interrupt_reaches_the_container()
    {
        await using var engine = await docker.OpenAsync();
        var image = await BuildAsync(engine);
        using var folder = new TempFolder();
        using var cancel = new CancellationTokenSource();

        var run = engine.RunAsync(
            image.ImageHash,
            ["--volume", $"{folder.Path}:/shared"],
            ["/bin/sh", "-c", "trap 'exit 42' INT; : > /shared/ready; while :; do /bin/busybox sleep 0.05; done"],
            cancel.Token);
        while (!File.Exists(Path.Combine(folder.Path, "ready")))
        {
            Assert.False(run.IsCompleted);
            await Task.Delay(20, Token);
        }

        await cancel.CancelAsync();

        Assert.Equal(42, await run.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task A_container_that_ignores_the_interrupt_is_ended_too()
    {
        await using var connection = await docker.Docker.ConnectAsync();
        await using var engine = await docker.OpenAsync();
        var image = await BuildAsync(engine);
        using var folder = new TempFolder();
        using var cancel = new CancellationTokenSource();
        string mark = Contexts.Unique();
        var client = (await PrivateDocker.FindClientAsync(Builder.BuildKit))!;
        var runner = new ContainerRunner(
            connection.Api,
            client,
            docker.Docker.Environment,
            new ForegroundProcess(TimeProvider.System) { Grace = TimeSpan.FromSeconds(1) },
            connection.Server);

        var run = runner.RunAsync(
            image.ImageHash,
            ["--volume", $"{folder.Path}:/shared"],
            ["/bin/sh", "-c", $"trap '' INT; : > /shared/ready; while :; do /bin/busybox sleep 0.05; done # {mark}"],
            cancel.Token);
        while (!File.Exists(Path.Combine(folder.Path, "ready")))
        {
            Assert.False(run.IsCompleted);
            await Task.Delay(20, Token);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(30), Token));
        for (int i = 0; Shell.IsRunning(mark) && i < 100; i++)
        {
            await Task.Delay(50, Token);
        }

        Assert.False(Shell.IsRunning(mark));
    }

    private static Task<EngineImage> BuildAsync(ContainerEngine engine) =>
        engine.BuildAsync(Contexts.ShellRequest("LABEL for=run"), _ => { }, Token);
}
