using Slipway.Trust.Policies;
using Slipway.Trust.Statements;

namespace Slipway.Application.Vouching;

/// <summary>Statements of those whom a policy lists, whether or not they count for anything.</summary>
internal static class ListedStatements
{
    /// <summary>Those among some.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(
        IEnumerable<ReadOnlyMemory<byte>> statements, ChainPolicy policy) => statements.Where(statement =>
            BundleReader.TryRead(statement.Span, out var bundle, out _)
            && policy.Signers.Any(signer => bundle.IsSignedBy(signer.Key)));
}
