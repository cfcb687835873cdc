using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests;

/// <summary>The engine is killed in each phase: a known error follows, and nothing hangs.</summary>
public sealed class EngineDeathTests
{
    private const int Block = 1 << 20;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task While_a_step_runs(Builder builder)
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(builder);
        var request = Contexts.ShellRequest(
            "RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo started; /bin/busybox sleep 1000\"]");

        await ExpectLostAsync(() => engine.BuildAsync(
            request,
            line =>
            {
                if (line.EndsWith("started", StringComparison.Ordinal))
                {
                    docker.Kill();
                }
            },
            Token));
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task While_the_context_is_sent(Builder builder)
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(builder);
        bool stopped = false;
        var request = Contexts.Request("") with
        {
            WriteContext = async (stream, token) =>
            {
                try
                {
                    // A file without end: only the engine's death can stop it.
                    await stream.WriteAsync(EndlessFile(), token);
                    for (long sent = 0; ; sent += Block)
                    {
                        await stream.WriteAsync(new byte[Block], token);
                        if (sent == 4 * Block)
                        {
                            docker.Kill();
                        }
                    }
                }
                finally
                {
                    stopped = true;
                }
            },
        };

        await ExpectLostAsync(() => engine.BuildAsync(request, _ => { }, Token));
        Assert.True(stopped);
    }

    [Fact]
    public async Task While_an_image_is_saved()
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(Builder.BuildKit);
        var image = await engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(32 * Block))), _ => { }, Token);
        await using var stream = await engine.SaveAsync(image.ImageHash, Token);
        byte[] buffer = new byte[Block];
        await stream.ReadExactlyAsync(buffer, Token);

        docker.Kill();

        await ExpectLostAsync(() => stream.CopyToAsync(Stream.Null, Token));
    }

    [Fact]
    public async Task While_an_image_is_loaded()
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(Builder.BuildKit);
        var image = await engine.BuildAsync(Contexts.ShellRequest("LABEL a=b"), _ => { }, Token);
        var other = image.Layers with { ImageHash = ImageHash.Of("other"u8) };

        await ExpectLostAsync(() => engine.LoadAsync(
            other,
            async (_, stream, token) =>
            {
                await stream.WriteAsync(EndlessFile(), token);
                await stream.WriteAsync(new byte[Block], token);
                docker.Kill();
                while (true)
                {
                    await stream.WriteAsync(new byte[Block], token);
                }
            },
            Token));
    }

    [Fact]
    public async Task Before_anything_else_is_asked()
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(Builder.BuildKit);

        docker.Kill();

        await ExpectLostAsync(() => engine.FindAsync("base:latest", Token));
        await ExpectLostAsync(() => engine.BuildAsync(Contexts.ShellRequest("LABEL a=b"), _ => { }, Token));
    }

    [Fact]
    public async Task While_an_image_is_removed_or_a_container_stopped()
    {
        await using var docker = await StartAsync();
        await using var engine = await docker.OpenAsync(Builder.BuildKit);
        using var api = new EngineApi(EngineEndpoint.OfSocket(engine.Description.Endpoint["unix://".Length..]));

        docker.Kill();

        await ExpectLostAsync(() => api.RemoveAsync(ImageHash.Of("image"u8), Token));
        await ExpectLostAsync(() => api.KillContainerAsync("container", Token));
    }

    private static async Task<PrivateDocker> StartAsync()
    {
        if (PrivateDocker.Obstacle() is { } obstacle)
        {
            Needed.Lacking(obstacle);
        }

        return await PrivateDocker.StartAsync();
    }

    private static async Task ExpectLostAsync(Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => action().WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal(EngineCodes.EngineLost, error.Diagnostics[0].Code);
    }

    /// <summary>The header of a file of 8 GiB less one byte, the largest that it can say.</summary>
    private static byte[] EndlessFile()
    {
        byte[] header = Contexts.Tar([("file", [])])[..512];
        "77777777777"u8.CopyTo(header.AsSpan(124));
        "        "u8.CopyTo(header.AsSpan(148));
        int sum = header.Sum(b => b);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
