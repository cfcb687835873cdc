using Slipway.Model.Diagnostics;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Trusting;

/// <summary>Finds the documents of a chain and has it judged.</summary>
public static class ChainJudge
{
    /// <summary>Judges a chain that was written down.</summary>
    /// <param name="folder">The folder with its <c>chain.json</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">The documents cannot be read.</exception>
    public static async Task<TrustVerdict> JudgeFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var (documents, policy) = await new DocumentFolder(folder).ReadAsync(cancellationToken);
        return ChainVerifier.Verify(documents, policy);
    }
}
