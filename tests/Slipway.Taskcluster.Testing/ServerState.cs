using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Index;
using Slipway.Taskcluster.Testing.Objects;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing;

/// <summary>What the services share. Everything but the bytes changes under one lock.</summary>
internal sealed class ServerState
{
    public required TimeProvider Clock { get; init; }

    public required Lock Gate { get; init; }

    public required Blobs Blobs { get; init; }

    public required ObjectBook Objects { get; init; }

    public required IndexBook Index { get; init; }

    public required TaskBook Tasks { get; init; }

    public required Roles Roles { get; init; }

    public required TestCredentials QueueCredentials { get; init; }

    public required TestCredentials IndexCredentials { get; init; }

    /// <summary>Signs an address of the storage.</summary>
    public required Func<Grant, string> SignStorage { get; init; }

    /// <summary><c>http://127.0.0.1:port</c> of the services.</summary>
    public required Func<string> RootUrl { get; init; }

    public TimeSpan ClaimWait { get; set; } = TimeSpan.FromSeconds(20);

    public TimeSpan ClaimTime { get; set; } = TimeSpan.FromMinutes(20);

    public bool ChecksUploadedHashes { get; set; } = true;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>A handler that has all of the state to itself.</summary>
    public Func<Call, CancellationToken, Task<Answer>> Locked(Func<Call, Answer> handle) => (call, _) =>
    {
        lock (Gate)
        {
            Tasks.Sweep(Now);
            return Task.FromResult(handle(call));
        }
    };
}
