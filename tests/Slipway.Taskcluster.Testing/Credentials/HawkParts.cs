namespace Slipway.Taskcluster.Testing.Credentials;

/// <summary>Everything that a mac of Hawk covers.</summary>
internal sealed record HawkParts
{
    public required string Timestamp { get; init; }

    public required string Nonce { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Resource { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public string? Hash { get; init; }

    public string? Ext { get; init; }

    public string? App { get; init; }

    public string? Dlg { get; init; }
}
