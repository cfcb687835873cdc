namespace Slipway.Cli.Json;

/// <summary>What expires, as <c>index forecast --json</c> gives it.</summary>
/// <param name="Within">How many days it looks ahead.</param>
/// <param name="Needed">How many of the images somebody needs.</param>
/// <param name="NeededSeconds">What building those takes, one after the other, as far as past builds tell.</param>
internal sealed record ForecastDocument(
    DateTimeOffset Now, double Within, int Needed, double NeededSeconds, IReadOnlyList<ExpiryDocument> Images);

/// <summary>An entry that expires.</summary>
/// <param name="Expired">Whether it has.</param>
/// <param name="RebuildSeconds">By past builds; left out when there are none.</param>
/// <param name="NeededBy">Who then finds nothing else.</param>
/// <param name="UsedByTasks">Whether definitions of tasks of the tree as it stands use it.</param>
internal sealed record ExpiryDocument(
    string Image,
    string Level,
    string Digest,
    string Build,
    DateTimeOffset Expires,
    bool Expired,
    double? RebuildSeconds,
    IReadOnlyList<string> NeededBy,
    bool UsedByTasks);
