namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>What of a request a signature may cover.</summary>
internal sealed record SignedRequest
{
    public required string Method { get; init; }

    /// <summary>Path and query, exactly as sent.</summary>
    public required string Resource { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public string? Authorization { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The JSON text; empty when the body is none, as the services see it.</summary>
    public byte[] Body { get; init; } = [];
}
