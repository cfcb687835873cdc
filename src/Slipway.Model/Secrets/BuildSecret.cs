namespace Slipway.Model.Secrets;

/// <summary>A build secret (<c>RUN --mount=type=secret,id=…</c>). Its value stays out of every text.</summary>
/// <param name="Id">The id under which the Dockerfile mounts it.</param>
/// <param name="File">The file that holds it; null when <paramref name="Variable"/> does.</param>
/// <param name="Variable">The environment variable that holds it; null when <paramref name="File"/> does.</param>
public sealed record BuildSecret(string Id, string? File, string? Variable)
{
    /// <summary>The value, when neither a file nor a variable holds it; null else.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>Whether only its id is known, and where it is stands in <c>slipway.yml</c>.</summary>
    public bool IsNamedOnly => File is null && Variable is null && Value is null;
}
