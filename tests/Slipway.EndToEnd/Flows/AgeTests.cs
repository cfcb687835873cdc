using System.Globalization;
using Microsoft.Data.Sqlite;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class AgeTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task An_image_over_its_age_is_expired_with_both_dates_and_so_is_what_stands_on_it()
    {
        await Machine.RequireEngineAsync();
        _sandbox
            .BusyboxBase()
            .Image("app", "FROM {base}\nRUN echo app > /app\n")
            .Write(
                "slipway.yml", $"prefix: e2e\nfolder: images\nimages:\n  {_sandbox.Name("base")}: {{ max-age: 1h }}\n");
        await _sandbox.BuildAsync();
        Assert.All((await _sandbox.PlanAsync()).Values, action => Assert.Equal("reuse", action));
        await MakeOlderAsync(TimeSpan.FromHours(2));

        var plan = (await _sandbox.JsonAsync("plan"))["images"]!.AsArray();

        Assert.Equal(
            ["max-age", "parent-max-age"],
            plan.Select(image => (string)image!["causeKind"]!).Order(StringComparer.Ordinal));
        Assert.All(plan, image =>
        {
            Assert.Equal("expired", (string)image!["action"]!);
            Assert.True((DateTimeOffset)image["builtAt"]! < (DateTimeOffset)image["staleSince"]!);
        });
        Assert.All((await _sandbox.BuildAsync()).Values, result => Assert.Equal("built", result));
        Assert.All((await _sandbox.PlanAsync()).Values, action => Assert.Equal("reuse", action));
    }

    /// <summary>
    /// Turns back the time at which everything in the index was built; an hour is the shortest max-age.
    /// </summary>
    private async Task MakeOlderAsync(TimeSpan age)
    {
        string database = Path.Join(_sandbox.Variables()["SLIPWAY_HOME"], "index.db");
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        // An entry has to agree with its build.
        command.CommandText =
            "UPDATE index_entries SET data = json_set(data, '$.built', $built); UPDATE builds SET finished = $finished";
        var finished = DateTimeOffset.FromUnixTimeMilliseconds(
            (TimeProvider.System.GetUtcNow() - age).ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue(
            "$built", finished.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue("$finished", finished.UtcTicks);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
