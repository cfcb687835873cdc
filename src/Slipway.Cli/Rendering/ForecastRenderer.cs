using System.Globalization;
using Slipway.Application.Retention;
using Slipway.Application.Wording;
using Slipway.Cli.Json;
using Slipway.Cli.Terminals;
using Slipway.Core.Retention;
using Slipway.Model.Values;
using Spectre.Console;

namespace Slipway.Cli.Rendering;

/// <summary>What expires, as text and as JSON.</summary>
internal static class ForecastRenderer
{
    private const int MostUsers = 3;

    public static void Write(Forecast forecast, IAnsiConsole console)
    {
        var table = new TextTable("EXPIRES", "IMAGE", "LEVEL", "DIGEST", "REBUILD", "NEEDED BY");
        foreach (var expiry in forecast.Expiries)
        {
            table.Add(
                expiry.Users.IsEmpty ? null : "yellow",
                When(expiry.Entry.Expires - forecast.Now),
                expiry.Entry.Name,
                RetentionRenderer.LevelOf(expiry.Entry.Scope),
                expiry.Entry.Digest.Short,
                expiry.Rebuild is { } rebuild ? Units.Duration(rebuild) : "-",
                Users(expiry, forecast.IsUsedByTask(expiry)));
        }

        string days = Units.Count((int)forecast.Within.TotalDays, "day");
        if (table.IsEmpty)
        {
            console.WriteLine($"Nothing expires within {days}.");
            return;
        }

        table.Write(console);
        var needed = forecast.Needed.ToList();
        int unknown = needed.Count(expiry => expiry.Rebuild is null);
        string cost = needed.Count == 0
            ? "nobody needs them"
            : $"{needed.Count.ToString(CultureInfo.InvariantCulture)} of them somebody needs, which takes "
                + $"{Units.Duration(forecast.Rebuild)} to build again"
                + (unknown == 0 ? string.Empty : $", {unknown} of unknown duration not counted");
        console.WriteLine();
        console.WriteLine(
            $"{Units.Count(forecast.Expiries.Length, "entry", "entries")} within {days}; {cost}.");
    }

    public static ForecastDocument ToDocument(Forecast forecast) => new(
        forecast.Now,
        forecast.Within.TotalDays,
        forecast.Needed.Count(),
        forecast.Rebuild.TotalSeconds,
        [
            .. forecast.Expiries.Select(expiry => new ExpiryDocument(
                expiry.Entry.Name,
                expiry.Entry.Scope.Text,
                expiry.Entry.Digest.ToString(),
                expiry.Entry.Build.Value,
                expiry.Entry.Expires,
                expiry.Entry.Expires <= forecast.Now,
                expiry.Rebuild?.TotalSeconds,
                expiry.Users,
                forecast.IsUsedByTask(expiry))),
        ]);

    private static string When(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => "expired",
        { TotalHours: < 48 } => $"in {(int)left.TotalHours} h",
        _ => $"in {(int)left.TotalDays} days",
    };

    private static string Users(Expiry expiry, bool isUsedByTask)
    {
        var users = expiry.Users.Take(MostUsers).ToList();
        if (expiry.Users.Length > MostUsers)
        {
            users.Add($"{expiry.Users.Length - MostUsers} more");
        }

        return users.Count == 0
            ? "nobody"
            : string.Join(", ", users) + (isUsedByTask ? " (for a task)" : string.Empty);
    }
}
