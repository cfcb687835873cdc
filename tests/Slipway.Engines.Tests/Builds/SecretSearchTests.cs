using System.Text;
using CsCheck;
using Slipway.Engines.Builds;
using Slipway.Engines.Tests.Support;

namespace Slipway.Engines.Tests.Builds;

public sealed class SecretSearchTests
{
    private const int Block = 1 << 20;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public Task A_value_is_found_wherever_it_stands() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[8, 40], Gen.Int[0, 3]).SampleAsync(
            async (before, length, blocks) =>
            {
                byte[] value = Contexts.RandomBytes(length);
                value[0] = value[^1] = (byte)'x';
                byte[] archive = new byte[(blocks * Block) + 4096];
                int start = Math.Max(0, (blocks * Block) - before);
                value.CopyTo(archive, start);

                Assert.Equal(["id"], await SecretSearch.FindInAsync(new MemoryStream(archive), [new SecretValue("id", value)], Token));
                archive[start + length - 1]++;
                Assert.Empty(await SecretSearch.FindInAsync(new MemoryStream(archive), [new SecretValue("id", value)], Token));
            },
            iter: 40);

    [Fact]
    public async Task Only_the_secrets_that_are_there_are_named_and_short_ones_are_not_looked_for()
    {
        var archive = new MemoryStream("...first-value...third-value...short..."u8.ToArray());

        var found = await SecretSearch.FindInAsync(
            archive, [Secret("a", "first-value\n"), Secret("b", "second-value"), Secret("c", "third-value"), Secret("d", "short")], Token);

        Assert.Equal(["a", "c"], found);
    }

    private static SecretValue Secret(string id, string value) => new(id, Encoding.UTF8.GetBytes(value));
}
