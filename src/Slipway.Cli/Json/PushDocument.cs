namespace Slipway.Cli.Json;

internal sealed record PushDocument(IReadOnlyList<PushedImageDocument> Images, IReadOnlyList<string> Written);
