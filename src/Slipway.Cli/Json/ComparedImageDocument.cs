namespace Slipway.Cli.Json;

/// <summary>An image that differs.</summary>
/// <param name="Name">The image.</param>
/// <param name="Change"><c>changed</c>, <c>added</c> or <c>removed</c>.</param>
/// <param name="Before">The earlier digest.</param>
/// <param name="After">The later digest.</param>
internal sealed record ComparedImageDocument(string Name, string Change, string? Before, string? After);
