using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Sharing;

/// <summary>Sees to it that one digest is built by one machine at a time.</summary>
public interface IBuildLeases
{
    /// <summary>Waits until nobody else builds a digest; what is built elsewhere meanwhile is for the caller to find.
    /// </summary>
    /// <exception cref="SlipwayException">Somebody else builds it, and nobody wants to wait.</exception>
    Task<IBuildLease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken);
}

/// <summary>The right to build a digest, kept up until it is disposed of.</summary>
public interface IBuildLease : IAsyncDisposable
{
    /// <summary>Whether nobody else can have begun to build the same digest meanwhile.</summary>
    Task<bool> ConfirmAsync(CancellationToken cancellationToken);
}

/// <summary>Who wants to build what.</summary>
/// <param name="Digest">The inputs digest.</param>
/// <param name="Image">The image, for people.</param>
/// <param name="Waits">Whether somebody else is waited for.</param>
/// <param name="Waiting">Called when somebody else builds it, and again when that becomes another one.</param>
public sealed record LeaseRequest(InputsDigest Digest, ImageName Image, bool Waits, Action<LeaseHolder> Waiting);

/// <summary>Who builds a digest.</summary>
/// <param name="Who">The user and the machine, or the job.</param>
/// <param name="Since">Since when, by that machine's clock; null when it does not say.</param>
/// <param name="Where">Where to look; null when nothing is said.</param>
public sealed record LeaseHolder(string Who, DateTimeOffset? Since, string? Where);

/// <summary>Where nothing is shared nobody else builds.</summary>
public sealed class NoLeases : IBuildLeases, IBuildLease
{
    public static readonly NoLeases Instance = new();

    private NoLeases()
    {
    }

    public Task<IBuildLease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IBuildLease>(this);

    public Task<bool> ConfirmAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
