using System.Collections.Immutable;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary><c>provisioner/worker-type</c>.</summary>
    public required string Queue { get; init; }

    /// <summary>What is run for a task, instead of a container with the payload's command.</summary>
    public required string Program { get; init; }

    public Func<WorkerTask, IEnumerable<string>> Arguments { get; init; } = _ => [];

    /// <summary>Variables besides those of the payload and of the worker.</summary>
    public Func<WorkerTask, IEnumerable<KeyValuePair<string, string>>> Environment { get; init; } = _ => [];

    /// <summary>Variables of this process that a task sees; nothing else of it reaches one.</summary>
    public ImmutableArray<string> Inherited { get; init; } = ["PATH", "HOME", "TMPDIR", "DOCKER_HOST", "DOCKER_CONFIG"];

    /// <summary>Where artifacts go: <c>object</c> or <c>s3</c>, where texts are compressed.</summary>
    public string StorageType { get; init; } = "object";

    public string Group { get; init; } = "test-group";

    public string Id { get; init; } = "test-worker";

    /// <summary>
    /// Seed of the Ed25519 key with which the worker signs, 32 bytes; empty to sign with bytes that nobody believes.
    /// </summary>
    public ImmutableArray<byte> Key { get; init; } = [];

    /// <summary>The image ID that the worker says it ran, <c>sha256:…</c>; null to say none.</summary>
    public Func<WorkerTask, string?> ImageHash { get; init; } = _ => null;

    /// <summary>Null for a client with the scopes of a worker.</summary>
    public TestCredentials? Credentials { get; init; }
}
