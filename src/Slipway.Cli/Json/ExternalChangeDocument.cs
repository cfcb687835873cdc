namespace Slipway.Cli.Json;

/// <summary>An image from elsewhere that meant another image hash in the build before.</summary>
internal sealed record ExternalChangeDocument(string Reference, string Before, string After);
