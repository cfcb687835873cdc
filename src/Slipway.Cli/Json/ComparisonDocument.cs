namespace Slipway.Cli.Json;

/// <summary>Two trees or images compared, as <c>diff --json</c> and <c>impact --json</c> give it.</summary>
/// <param name="Before">What is compared.</param>
/// <param name="After">With what.</param>
/// <param name="Compared">How many images there are to compare.</param>
/// <param name="Images">The images that differ, parents first.</param>
/// <param name="Causes">What changed, each thing once.</param>
internal sealed record ComparisonDocument(
    string Before,
    string After,
    int Compared,
    IReadOnlyList<ComparedImageDocument> Images,
    IReadOnlyList<CauseDocument> Causes);

/// <summary>An image that differs.</summary>
/// <param name="Name">The image.</param>
/// <param name="Change"><c>changed</c>, <c>added</c> or <c>removed</c>.</param>
/// <param name="Before">The earlier digest.</param>
/// <param name="After">The later digest.</param>
internal sealed record ComparedImageDocument(string Name, string Change, string? Before, string? After);
