using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>The policy by which images are judged.</summary>
/// <param name="Policy">What it says.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Place">Where it was found, for people.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PolicyInForce(
    ChainPolicy Policy, Sha256Digest Digest, string Place, ReadOnlyMemory<byte> Content)
{
    /// <exception cref="SlipwayException">Everything that is wrong with it.</exception>
    public static PolicyInForce Of(ReadOnlyMemory<byte> content, string place)
    {
        var problems = new DiagnosticBag();
        var document = PolicyDocument.Parse(content, place, problems);
        problems.ThrowIfErrors();
        return new PolicyInForce(document!.Policy, Sha256Digest.Of(content.Span), place, content);
    }
}
