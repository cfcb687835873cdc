using Slipway.Model.Values;

namespace Slipway.Registry.Distribution;

/// <summary>The digest that a registry claims its answer to have.</summary>
internal static class ContentDigest
{
    private const string Header = "Docker-Content-Digest";

    /// <returns>Null when it claims none, or one of another algorithm.</returns>
    public static Sha256Digest? Of(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(Header, out var values)
        && values.First() is { } text
        && text.StartsWith(Sha256Digest.OciPrefix, StringComparison.Ordinal)
        && Sha256Digest.TryParse(text, out var digest)
            ? digest
            : null;
}
