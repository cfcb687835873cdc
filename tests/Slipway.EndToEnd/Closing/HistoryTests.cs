using Slipway.EndToEnd.Closing.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Closing;

/// <summary>Whatever happened before, no image holds a byte that a less trusted push wrote.</summary>
public sealed class HistoryTests
{
    // SLIPWAY_SEED=n runs the one history that failed.
    private static readonly string? OneSeed = Environment.GetEnvironmentVariable("SLIPWAY_SEED");

    private const int Steps = 14;

    [Fact]
    public async Task No_byte_of_a_lower_level_is_in_an_image_of_Docker_whatever_happened_before()
    {
        await Machine.RequireEngineAsync();

        await CheckAsync("docker", Campaign.Size(4, 200), tag => new DockerHand(tag, null));
    }

    [Fact]
    public async Task No_byte_of_a_lower_level_is_in_an_image_of_Buildah_whatever_happened_before()
    {
        Machine.RequireSlipway();
        Machine.RequireRoot();
        await Machine.RequireToolAsync("buildah", "--version");
        await Machine.RequireToolAsync("/bin/busybox", "true");

        await CheckAsync("buildah", Campaign.Size(3, 100), tag => new BuildahHand(tag));
    }

    private static async Task CheckAsync(string engine, int histories, Func<string, EngineHand> handOf)
    {
        int builds = 0, images = 0, level3 = 0, own = 0;
        int[] seeds = OneSeed is null ? [.. Enumerable.Range(1, histories)] : [int.Parse(OneSeed)];
        foreach (int seed in seeds)
        {
            string tag = Guid.NewGuid().ToString("N")[..8];
            await using var history = new History(handOf(tag), tag, seed);
            try
            {
                await history.RunAsync(Steps);
                Assert.Empty(await history.SearchAsync());
            }
            catch (Exception) when (Tell(engine, seed, history))
            {
                throw;
            }

            builds += history.Builds;
            images += history.Searched.All;
            level3 += history.Searched.Level3;
            own += history.Searched.Own;
        }

        Campaign.Report(
            $"closing histories, {engine}",
            $"{seeds.Length} histories of {Steps} steps, {builds} builds, {images} images searched, {level3} of them "
            + "level 3's; 0 hold a byte "
            + $"of a scope that theirs does not trust, {own} hold one of their own");
        // What is looked for is found where it has to be.
        Assert.InRange(own, images / 4, images);
        Assert.InRange(level3, seeds.Length, images);
    }

    private static bool Tell(string engine, int seed, History history)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"SLIPWAY_SEED={seed} with {engine}:\n{history}");
        return false;
    }
}
