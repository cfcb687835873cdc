namespace Slipway.Registry.Tests.Support;

/// <summary>In what a registry departs from the specification, or uses a freedom that it leaves.</summary>
internal sealed record RegistryProfile
{
    /// <summary>The registries that tests are run against, by name.</summary>
    public static IReadOnlyDictionary<string, RegistryProfile> All { get; } = new Dictionary<string, RegistryProfile>
    {
        ["as the specification says"] = new(),
        ["like ECR"] = new() { PatchStatus = 201, RangeStandsStill = true, KnowsProgress = false },
        ["like ECR, bodies limited"] = new() { PatchStatus = 201, RangeStandsStill = true, LongestBody = 100_000 },
        ["like Google"] = new() { PartRefusal = 400, KnowsProgress = false },
        ["like Google, PATCH alone"] = new() { PartRefusal = 416, WholeRefusal = 400, KnowsProgress = false },
        ["POST and PUT alone"] = new() { PatchRefusal = 405, KnowsProgress = false },
        ["PATCH alone"] = new() { WholeRefusal = 404 },
        ["PATCH alone, by 405"] = new() { WholeRefusal = 405 },
        ["PATCH alone, by 501"] = new() { WholeRefusal = 501 },
        ["behind a proxy with a limit"] = new() { LongestBody = 100_000 },
        ["answers 200"] = new() { StartStatus = 200, PatchStatus = 200, PutStatus = 200, ManifestStatus = 200 },
        ["answers 202"] = new() { PutStatus = 202, ManifestStatus = 202, LongestBody = 100_000 },
        ["answers 204"] = new() { PatchStatus = 204, PutStatus = 204, ManifestStatus = 204, LongestBody = 100_000 },
        ["no HEAD, by 405"] = new() { HeadRefusal = 405 },
        ["no HEAD, by 403"] = new() { HeadRefusal = 403 },
        ["no HEAD, by 501"] = new() { HeadRefusal = 501 },
        ["no HEAD, by 404"] = new() { HeadRefusal = 404 },
        ["everything is JSON"] = new() { ManifestType = "application/json" },
        ["everything is bytes"] = new() { ManifestType = "binary/octet-stream" },
    };

    /// <summary>The answer to an upload that begins.</summary>
    public int StartStatus { get; init; } = 202;

    public int PatchStatus { get; init; } = 202;

    /// <summary>The answer to the end of an upload.</summary>
    public int PutStatus { get; init; } = 201;

    public int ManifestStatus { get; init; } = 201;

    /// <summary>Whether it lists what is said about a manifest.</summary>
    public bool KeepsReferrers { get; init; }

    /// <summary>The answer to every question for what is said about a manifest; null when it is answered.</summary>
    public int? ReferrersRefusal { get; init; }

    /// <summary>The answer to every PATCH; null when it is taken.</summary>
    public int? PatchRefusal { get; init; }

    /// <summary>The answer to a PATCH with Content-Range; null when it is taken.</summary>
    public int? PartRefusal { get; init; }

    /// <summary>The answer to a PUT with a body; null when it is taken.</summary>
    public int? WholeRefusal { get; init; }

    /// <summary>The longest body that is not answered 413.</summary>
    public long LongestBody { get; init; } = long.MaxValue;

    /// <summary>Whether the range that answers name is that of the first part.</summary>
    public bool RangeStandsStill { get; init; }

    /// <summary>Whether it tells how much of an upload has arrived.</summary>
    public bool KnowsProgress { get; init; } = true;

    /// <summary>The answer to every HEAD; null for the right one.</summary>
    public int? HeadRefusal { get; init; }

    /// <summary>The type that every manifest is served as; null for the one that it was sent as.</summary>
    public string? ManifestType { get; init; }
}
