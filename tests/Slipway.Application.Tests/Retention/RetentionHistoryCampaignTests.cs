using Slipway.Tests;

namespace Slipway.Application.Tests.Retention;

/// <summary>Random histories of pushes, builds, collections, reads and crashes against a model.</summary>
public sealed class RetentionHistoryCampaignTests
{
    private const int Seed = 20261129;
    private const int Steps = 24;

    private static readonly int Histories = Campaign.Size(usual: 60, @long: 10_000);

    [Fact]
    public async Task Nothing_that_the_policy_keeps_is_removed_and_a_plan_says_exactly_what_goes()
    {
        int collections = 0, crashes = 0, removed = 0;
        for (int number = 0; number < Histories; number++)
        {
            using var history = new RetentionHistory(Seed + number);
            try
            {
                await history.RunAsync(Steps);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The history of the seed {Seed + number} failed.", failure);
            }

            collections += history.Collections;
            crashes += history.Crashes;
            removed += history.Removed;
        }

        Assert.True(removed > Histories, $"Only {removed} images were ever removed.");
        Campaign.Report(
            "Histories of retention",
            $"{Histories} of {Steps} steps, {collections} collections, {crashes} of which more were ended half-way, "
            + $"{removed} images removed: nothing that was kept, and always what the plan had said");
    }
}
