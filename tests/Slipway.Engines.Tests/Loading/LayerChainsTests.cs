using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Loading;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Loading;

public sealed class LayerChainsTests
{
    private static readonly ImageHash Whole = ImageHash.Of("whole"u8);
    private static readonly ImageHash Damaged = ImageHash.Of("damaged"u8);
    private static readonly DiffId Layer = DiffId.Of("layer"u8);

    [Fact]
    public async Task An_image_that_is_damaged_in_the_engine_does_not_hide_what_others_have()
    {
        await using var stand = new InfoServer("[]") { Others = Answer };
        using var api = new EngineApi(EngineEndpoint.Parse(
            stand.Address, "the test", new EngineEnvironment(ImmutableSortedDictionary<string, string>.Empty)));

        int present = await LayerChains.CountPresentAsync(
            api, [Layer, DiffId.Of("other"u8)], TestContext.Current.CancellationToken);

        Assert.Equal(1, present);
    }

    private static (int Status, string Body)? Answer(string path) =>
        path.EndsWith("/images/json", StringComparison.Ordinal)
            ? (200, $$"""[{"Id":"{{Damaged.ToOciString()}}"},{"Id":"{{Whole.ToOciString()}}"}]""")
        : path.Contains(Damaged.ToString(), StringComparison.Ordinal) ? (500, """{"message":"layer not known"}""")
        : path.Contains(Whole.ToString(), StringComparison.Ordinal)
            ? (200, $$$"""{"Id":"{{{Whole.ToOciString()}}}","RootFS":{"Layers":["{{{Layer.ToOciString()}}}"]}}""")
        : null;
}
