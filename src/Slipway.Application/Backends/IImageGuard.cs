using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Backends;

/// <summary>Says which images of tasks may be used.</summary>
public interface IImageGuard
{
    /// <summary>Asks before the first byte of an image is used.</summary>
    /// <exception cref="SlipwayException">It is refused.</exception>
    Task<Admission> AdmitAsync(TaskId task, CancellationToken cancellationToken);

    /// <summary>Tells that the bytes were those that were signed.</summary>
    /// <param name="archive">SHA-256 of the archive.</param>
    /// <param name="image">The image in it.</param>
    Task KeepAsync(TaskId task, Sha256Digest archive, ImageHash image, CancellationToken cancellationToken);
}

/// <summary>That an image may be used.</summary>
/// <param name="IsVerified">Whether its chain was verified; else no policy asks for that.</param>
/// <param name="Archive">SHA-256 that its archive must have; null when nothing says so.</param>
/// <param name="Image">The image that is known to be in that archive; null when it has to be downloaded first.</param>
public sealed record Admission(bool IsVerified, Sha256Digest? Archive, ImageHash? Image)
{
    /// <summary>
    /// When the push was made that planned it, as the push log has it; null when nobody vouches for it.
    /// </summary>
    public DateTimeOffset? Pushed { get; init; }

    /// <summary>The images of which its archive has to hold one; null for any.</summary>
    public ImmutableHashSet<ImageHash>? Images { get; init; }

    /// <summary>Whether an image may be the one in the archive.</summary>
    public bool Allows(ImageHash image) => Images?.Contains(image) ?? true;

    /// <summary>Nothing was asked.</summary>
    public static readonly Admission Unasked = new(IsVerified: false, null, null);
}

/// <summary>Lets everything pass.</summary>
public sealed class NoGuard : IImageGuard
{
    public static readonly NoGuard Instance = new();

    private NoGuard()
    {
    }

    public Task<Admission> AdmitAsync(TaskId task, CancellationToken cancellationToken) =>
        Task.FromResult(Admission.Unasked);

    public Task KeepAsync(
        TaskId task, Sha256Digest archive, ImageHash image, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
