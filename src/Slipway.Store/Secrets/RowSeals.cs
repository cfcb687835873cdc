using System.Security.Cryptography;
using Slipway.Store.Database;

namespace Slipway.Store.Secrets;

/// <summary>
/// Authenticates rows with the store's secret: who can write the database and does not know the secret can change them,
/// and not unnoticed.
/// </summary>
internal sealed class RowSeals(EmbeddedStoreSecret secret)
{
    /// <summary>The seal of a row.</summary>
    /// <param name="purpose">What such rows are, so that none is taken for another kind.</param>
    /// <param name="values">All that the row says, in an order of its own.</param>
    public byte[] Make(string purpose, IEnumerable<string?> values) =>
        // What is not there is told from what is empty.
        secret.KeyFor(purpose, JsonText.Array(values.Select(value => value is null ? "-" : $"+{value}")));

    /// <summary>Whether a seal is the one of a row; a row without one was never sealed.</summary>
    public bool IsIntact(byte[]? seal, string purpose, IEnumerable<string?> values) =>
        seal is not null && CryptographicOperations.FixedTimeEquals(seal, Make(purpose, values));
}
