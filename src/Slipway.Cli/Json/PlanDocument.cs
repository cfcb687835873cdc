namespace Slipway.Cli.Json;

/// <summary>A plan, as <c>plan --json</c> gives it.</summary>
/// <param name="Unfit">The images that are not planned because they cannot be used; left out when there are
/// none.</param>
internal sealed record PlanDocument(
    string Level,
    string? Project,
    DateTimeOffset PushDate,
    IReadOnlyList<PlannedImageDocument> Images,
    IReadOnlyList<IReadOnlyList<string>> Waves,
    TotalsDocument Totals,
    EstimateDocument? Estimate,
    IReadOnlyList<UnfitDocument>? Unfit);

/// <summary>What is done with one image, or with packages.</summary>
/// <param name="Digest">Null for an image without one: with gecko's transforms, one that every push builds.</param>
internal sealed record PlannedImageDocument(
    string Name,
    string? Digest,
    string Action,
    string? Level,
    string Cause,
    string CauseKind,
    string? Namespace,
    DateTimeOffset? BuiltAt,
    DateTimeOffset? StaleSince,
    IReadOnlyList<string> Parents,
    string? Platform);

/// <summary>How many images of a plan are built, expired and reused, and the reused ones by scope.</summary>
internal sealed record TotalsDocument(int Build, int Expired, int Reuse, IReadOnlyDictionary<string, int> ReusedFrom);

/// <summary>
/// How long a plan will take, by past builds. Images in <c>Unknown</c> have none and count as no time.
/// </summary>
internal sealed record EstimateDocument(
    int Jobs,
    double Seconds,
    double WorkSeconds,
    IReadOnlyList<string> CriticalPath,
    double CriticalSeconds,
    IReadOnlyList<string> Unknown);

/// <summary>A plan as <c>plan --format github</c> gives it: each wave is the matrix of one job.</summary>
/// <param name="Count">How many images are to be built.</param>
/// <param name="Waves">All of a wave can be built at once when the ones before are done.</param>
internal sealed record MatrixDocument(int Count, IReadOnlyList<WaveDocument> Waves);

/// <summary>A matrix of GitHub Actions.</summary>
internal sealed record WaveDocument(IReadOnlyList<MatrixEntryDocument> Include);

/// <summary>One image to build, as the job of a matrix sees it: <c>${{ matrix.image }}</c>.</summary>
/// <param name="Platform">Null for the platform of the tree.</param>
/// <param name="Options">More options of <c>slipway build</c>, with blanks between; null for none.</param>
internal sealed record MatrixEntryDocument(
    string Image, string Digest, string Action, string Cause, string? Platform, string? Options);
