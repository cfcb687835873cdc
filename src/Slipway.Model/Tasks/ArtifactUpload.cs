using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>An artifact that is to be uploaded.</summary>
public sealed record ArtifactUpload
{
    public required TaskId Task { get; init; }

    /// <summary>The run of the task, from 0 on.</summary>
    public required int Run { get; init; }

    public required ArtifactName Name { get; init; }

    /// <summary>Such as <c>application/zstd</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Not after the task's own expiry.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
}
