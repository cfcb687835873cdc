using Slipway.EndToEnd.Closing.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Closing;

/// <summary>
/// Every way in which a Dockerfile, a base or the state of an engine can name something, by who planted it and who
/// builds: for each cell what the image holds, and whether it is refused.
/// </summary>
public sealed class MatrixTests
{
    // A defect, and one without a code: a refusal is neither.
    private static readonly string[] NoRefusals = ["SLIP1006", "SLIP1604"];

    private static readonly string Tag = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task No_image_of_Docker_holds_what_a_less_trusted_build_planted()
    {
        await Machine.RequireEngineAsync();
        await using var registry = new LocalRegistry();
        await registry.InitializeAsync();
        await using var bench = new ClosingBench(
            new DockerHand(Tag, registry.Host.Length > 0 ? registry.Host : null), Tag);

        await CheckAsync(bench, attack => attack.Docker);
    }

    [Fact]
    public async Task No_image_of_Buildah_holds_what_a_less_trusted_build_planted()
    {
        Machine.RequireSlipway();
        Machine.RequireRoot();
        await Machine.RequireToolAsync("buildah", "--version");
        await Machine.RequireToolAsync("/bin/busybox", "true");
        await using var bench = new ClosingBench(new BuildahHand(Tag), Tag);

        await CheckAsync(bench, attack => attack.Buildah);
    }

    [Fact]
    public async Task No_image_of_Podman_holds_what_a_less_trusted_build_planted()
    {
        Machine.RequireSlipway();
        Machine.RequireRoot();
        await Machine.RequireToolAsync("podman", "--version");
        await Machine.RequireToolAsync("buildah", "--version");
        await Machine.RequireToolAsync("/bin/busybox", "true");
        await using var bench = new ClosingBench(new BuildahHand(Tag, "podman"), Tag);

        await CheckAsync(bench, attack => attack.Buildah);
    }

    private static async Task CheckAsync(ClosingBench bench, Func<Attack, Rule?> ruleOf)
    {
        var matrix = new Matrix();
        // Podman builds as Buildah does, of which every run tries more.
        int step = Campaign.Size(bench.Hand.Name == "podman" ? 36 : 12, 1);
        int pair = 0;
        await bench.PrepareAsync();
        Attack[] attacks = [.. Attacks.All.Where(attack => ruleOf(attack) is not null)];
        foreach (var planter in Actor.Planters)
        {
            var planted = await bench.PlantAsync(planter);
            foreach (var builder in Actor.Builders)
            {
                // Each pair takes others, so that a usual run tries every attack with some pair.
                int first = pair++ % step;
                Attack[] some =
                [
                    .. attacks.Where(
                        (attack, i) => i % step == first && (ruleOf(attack) != Rule.Content || bench.HasDigests)),
                ];
                var results = await bench.AttackAsync(some, planter, builder);
                foreach (var attack in some)
                {
                    var result = results[bench.Fill($"v-{attack.Name}-{{T}}")];
                    var outcome = !result.IsThere ? Outcome.Refused
                        : (await bench.Images.MarkersInAsync(result.ImageHash!)).Overlaps(planted) ? Outcome.Held
                        : Outcome.Clean;
                    Assert.False(result.Codes.Intersect(NoRefusals).Any(), $"{attack.Name}: {result.Error}");
                    Assert.False(
                        outcome == Outcome.Refused && result.Codes.Count == 0, $"{attack.Name}: {result.Error}");
                    matrix.Add(attack, ruleOf(attack)!.Value, planter, builder, outcome, result.Error);
                }
            }
        }

        string figures =
            $"{matrix.Cells} cells of {attacks.Length} attacks: {matrix.Count(Outcome.Held)} hold what was planted "
            + "where they may, "
            + $"{matrix.Count(Outcome.Refused)} are refused, {matrix.Count(Outcome.Clean)} are built without it, "
            + $"{matrix.Leaks.Count} leaks";
        Campaign.Report($"closing matrix, {bench.Hand.Name}", figures);
        TestContext.Current.TestOutputHelper!.WriteLine(matrix.Table(attacks));
        Assert.True(matrix.Leaks.Count == 0, string.Join(Environment.NewLine, matrix.Leaks));
        Assert.True(matrix.Wrong.Count == 0, string.Join(Environment.NewLine, matrix.Wrong));
        Assert.Equal(matrix.CountExpected(Outcome.Held), matrix.Count(Outcome.Held));
        Assert.Equal(matrix.CountExpected(Outcome.Refused), matrix.Count(Outcome.Refused));
        Assert.InRange(matrix.Count(Outcome.Held), matrix.Cells / 10, matrix.Cells / 2);
    }
}
