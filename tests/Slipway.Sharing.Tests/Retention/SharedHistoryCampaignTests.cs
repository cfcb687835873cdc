using System.Globalization;
using Slipway.Contracts;
using Slipway.Model.Storage;

namespace Slipway.Sharing.Tests.Retention;

/// <summary>Random histories of a registry that machines share and that is collected.</summary>
public sealed class SharedHistoryCampaignTests : IDisposable
{
    private const int Seed = 20261129;
    private const int Steps = 24;

    private static readonly int Histories = Campaign.Size(usual: 40, @long: 10_000);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_is_kept_is_lost_and_a_plan_says_exactly_what_goes()
    {
        using var store = _folder.Open();
        var images = new Dictionary<int, StoredImage>();
        int collections = 0, killed = 0, deleted = 0, documents = 0;
        long bytes = 0;
        for (int number = 0; number < Histories; number++)
        {
            var history = new SharedHistory(Seed + number, store, images);
            try
            {
                await history.RunAsync(Steps);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The history of the seed {Seed + number} failed.", failure);
            }

            collections += history.Collections;
            killed += history.Killed;
            deleted += history.Deleted;
            documents += history.Documents;
            bytes += history.Bytes;
        }

        Assert.True(deleted > Histories, $"Only {deleted} images were ever deleted.");
        Campaign.Report(
            "Histories of a shared registry",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Histories} of {Steps} steps, {collections} collections, {killed} pushes and collections killed, "
                + $"{deleted} images and {documents} of what explains them deleted, {bytes} bytes: nothing that was "
                + $"kept, and always what was planned, manifest by manifest and byte by byte"));
    }
}
