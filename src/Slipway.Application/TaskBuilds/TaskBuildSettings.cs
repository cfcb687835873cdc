using System.Collections.Immutable;
using Slipway.Model.Engines;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds;

/// <summary>What the environment of an image's task asks for.</summary>
public sealed record TaskBuildSettings
{
    /// <summary>The context as a file of this machine; null when it is an artifact.</summary>
    public string? ContextFile { get; init; }

    /// <summary>The task whose artifact the context is, when it is no file.</summary>
    public TaskId? ContextTask { get; init; }

    /// <summary>The artifact, when it is no file.</summary>
    public ArtifactName? ContextArtifact { get; init; }

    /// <summary>SHA-256 of the context's tar, uncompressed.</summary>
    public required Sha256Digest ContextHash { get; init; }

    /// <summary>What a compressed context may expand to.</summary>
    public ExpansionLimit Expansion { get; init; } = ExpansionLimit.Default;

    /// <summary>The path of the Dockerfile in the context.</summary>
    public string Dockerfile { get; init; } = BuildRequest.UsualDockerfile;

    /// <summary>The name in the image's label, without registry and tag.</summary>
    public required string Name { get; init; }

    /// <summary>The full tag under which the archive holds the image.</summary>
    public required string Tag { get; init; }

    /// <summary>The parent as a file of this machine; null when it is an artifact, or there is none.</summary>
    public string? ParentFile { get; init; }

    /// <summary>The task that built what <c>$DOCKER_IMAGE_PARENT</c> stands for.</summary>
    public TaskId? ParentTask { get; init; }

    /// <summary>The tasks that built other images which the Dockerfile names, by those names.</summary>
    public ImmutableSortedDictionary<string, TaskId> Parents { get; init; } =
        ImmutableSortedDictionary.Create<string, TaskId>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>zstd's level, 1 to 22.</summary>
    public required int Compression { get; init; }

    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The digest of the image's inputs, for its label; null when the task does not say it.</summary>
    public InputsDigest? Digest { get; init; }

    /// <summary>Whether the level is protected: what is used has to be named by its content.</summary>
    public bool IsProtected { get; init; }

    /// <summary>The task that this is; null outside a task.</summary>
    public TaskId? Task { get; init; }

    /// <summary>The run of the task, from 0 on; null outside a task.</summary>
    public int? Run { get; init; }

    /// <summary><c>user:group</c>, in numbers, to own what is written; null for whoever runs this.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether something must be fetched from a task.</summary>
    public bool NeedsTasks => ContextFile is null || (ParentTask is not null && ParentFile is null) || !Parents.IsEmpty;
}
