using System.Globalization;
using Slipway.Model.Values;

namespace Slipway.Sharing.Leases;

/// <summary>The tag of somebody who wants to build a digest.</summary>
/// <param name="Digest">The digest.</param>
/// <param name="Ticket">Its place in the queue; null for somebody who is about to choose one.</param>
/// <param name="Nonce">Whose it is: nobody else has the same.</param>
internal sealed record LeaseTag(InputsDigest Digest, long? Ticket, string Nonce)
{
    private const string ChoosingPrefix = "choosing.";
    private const string LeasePrefix = "lease.";

    /// <summary>The tag as the registry has it.</summary>
    public string Text => Ticket is { } ticket
        ? string.Create(CultureInfo.InvariantCulture, $"{LeasePrefix}{Digest}.{ticket}.{Nonce}")
        : $"{ChoosingPrefix}{Digest}.{Nonce}";

    /// <summary>Reads a tag; null when it is another one.</summary>
    public static LeaseTag? Parse(string text) => text.Split('.') switch
    {
        ["choosing", var digits, { Length: > 0 } nonce]
            when InputsDigest.TryParse(digits, out var digest) => new LeaseTag(digest, null, nonce),
        ["lease", var digits, var number, { Length: > 0 } nonce]
            when InputsDigest.TryParse(digits, out var digest)
                && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long ticket) =>
            new LeaseTag(digest, ticket, nonce),
        _ => null,
    };

    /// <summary>
    /// Whether a ticket comes before another one: the lower number, and of equal ones the lower nonce.
    /// </summary>
    public bool IsBefore(LeaseTag other) =>
        Ticket == other.Ticket ? string.CompareOrdinal(Nonce, other.Nonce) < 0 : Ticket < other.Ticket;
}
