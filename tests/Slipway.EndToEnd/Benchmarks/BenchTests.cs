using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Benchmarks;

/// <summary>That what measures still measures. How long anything took is not looked at.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_way_that_is_measured_can_be_gone()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("python3", "--version");
        await Machine.RequireToolAsync("curl", "--version");
        string numbers = Path.Join(_folder.Path, "numbers.json");
        string plot = Path.Join(_folder.Path, "growth.svg");

        var result = await Tool.RunAsync(
            "python3",
            [
                "-B", Repository.PathOf("bench", "compare.py"), "--smoke", "--slipway", Machine.Slipway,
                "--work", Directory.CreateDirectory(Path.Join(_folder.Path, "work")).FullName,
                "--json", numbers, "--plot", plot,
            ],
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        string json = await File.ReadAllTextAsync(numbers, TestContext.Current.CancellationToken);
        var rows = JsonNode.Parse(json)!.AsArray();
        Assert.All(rows, row => Assert.True((double)row!["ours"]! > 0, row.ToJsonString()));
        string[] compared = [.. rows.Where(row => row!["theirs"] is not null).Select(row => (string)row!["against"]!)];
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "sha256sum of each file once", "docker build; docker save | zstd -3 -T0", "docker build",
                "zstd -dc | docker load", "curl | zstd -dc | docker load", "docker --version",
            },
            compared.ToHashSet(StringComparer.Ordinal));
        var svg = XDocument.Load(plot);
        Assert.Equal(10, svg.Descendants().Count(element => element.Attribute("stroke-width") is not null));
    }
}
