using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Trust.Chains;

/// <summary>Downloads artifacts and holds them against hashes.</summary>
public sealed class TrustedArtifacts(ITaskArtifacts artifacts)
{
    /// <summary>Streams an artifact; it throws at the end when it is not the one in the chain of trust.</summary>
    /// <param name="name">The artifact.</param>
    /// <param name="destination">Gets the bytes, which must not be used unless this ends well.</param>
    /// <param name="progress">Bytes so far, now and then.</param>
    /// <remarks>No signature is asked for: who can write one artifact of a task can write the other.</remarks>
    /// <returns>What came, and whether the chain of trust lists it;
    /// null when the artifact is not there any more.</returns>
    /// <exception cref="SlipwayException">The artifact is not the one that the chain of trust lists.</exception>
    public async Task<(ArtifactReceipt Receipt, bool IsAttested)?> DownloadAsync(
        TaskId task,
        ArtifactName name,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var attested = await FindHashAsync(task, name, cancellationToken);
        if (await artifacts.DownloadAsync(task, name, destination, progress, cancellationToken) is not { } receipt)
        {
            return null;
        }

        if (attested is { } hash && hash != receipt.Sha256)
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.ArtifactMismatch,
                $"{name} of task {task} has the SHA-256 {receipt.Sha256}, and {ArtifactName.ChainOfTrust} says {hash}",
                "Do not use it: somebody or something has changed it since. Build the image again."));
        }

        return (receipt, attested is not null);
    }

    /// <summary>Streams an artifact whose hash was signed; it throws at the end when the bytes have another.</summary>
    /// <param name="name">The artifact.</param>
    /// <param name="signed">The SHA-256 of a chain of trust whose signature was verified.</param>
    /// <param name="destination">Gets the bytes, which must not be used unless this ends well.</param>
    /// <param name="progress">Bytes so far, now and then.</param>
    /// <returns>False when the artifact is not there any more.</returns>
    /// <exception cref="SlipwayException">The artifact is not the one that was signed for.</exception>
    public async Task<bool> DownloadSignedAsync(
        TaskId task,
        ArtifactName name,
        Sha256Digest signed,
        Stream destination,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        if (await artifacts.DownloadAsync(task, name, destination, progress, cancellationToken) is not { } receipt)
        {
            return false;
        }

        return receipt.Sha256 == signed
            ? true
            : throw new SlipwayException(new Diagnostic(
                TrustCodes.ArtifactMismatch,
                $"{name} of task {task} has the SHA-256 {receipt.Sha256}, and the worker signed {signed}",
                "Do not use it: somebody or something has changed it since. Build the image again."));
    }

    /// <summary>That there was nothing to hold an artifact against.</summary>
    public static Diagnostic Unattested(TaskId task, ArtifactName name) => new(
        TrustCodes.ArtifactUnattested,
        $"{name} of task {task} is not listed in a {ArtifactName.ChainOfTrust}",
        "Let the task have features.chainOfTrust, so that its worker writes down what it made.",
        Severity: Severity.Warning);

    private async Task<Sha256Digest?> FindHashAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken)
    {
        if (await artifacts.FindAsync(
            task, ArtifactName.ChainOfTrust, ChainOfTrustDocument.MaximumSize, cancellationToken) is not { } content)
        {
            return null;
        }

        return ChainOfTrustDocument.Parse(content, task).Artifacts.TryGetValue(name.Value, out var hash) ? hash : null;
    }
}
