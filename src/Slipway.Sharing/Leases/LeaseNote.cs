using Slipway.Model.Builds;
using Slipway.Model.Sharing;

namespace Slipway.Sharing.Leases;

/// <summary>What stands under a tag of somebody who wants to build.</summary>
/// <param name="Counter">Grows as long as they are alive.</param>
/// <param name="IsReleased">Whether they gave it up: no registry is obliged to delete.</param>
/// <param name="Holder">Who they are, for people.</param>
internal sealed record LeaseNote(long Counter, bool IsReleased, LeaseHolder Holder);

/// <summary>Where those who want to build leave their notes. Nothing on it can be compared and set at once.</summary>
internal interface ILeaseBoard
{
    /// <summary>The tags of a digest, as far as the list shows them: one may be missing, and be there again.</summary>
    Task<IReadOnlyList<LeaseTag>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The note under a tag; null when there is none.</summary>
    Task<LeaseNote?> ReadAsync(LeaseTag tag, CancellationToken cancellationToken);

    /// <summary>Puts a note, in place of the one that is there.</summary>
    Task PutAsync(LeaseTag tag, LeaseNote note, CancellationToken cancellationToken);

    /// <summary>Deletes a note that was released, where that can be done.</summary>
    Task DeleteAsync(LeaseTag tag, CancellationToken cancellationToken);
}
