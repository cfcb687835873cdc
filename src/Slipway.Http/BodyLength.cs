namespace Slipway.Http;

/// <summary>What an answer says of the length of its body.</summary>
public static class BodyLength
{
    private const string Header = "Content-Length";

    /// <summary>
    /// The <c>Content-Length</c> that is none: negative, no number, or several that differ;
    /// null when it is sound or missing.
    /// </summary>
    /// <remarks>The connection would be read to its end for such an answer, which need not come.</remarks>
    public static string? Broken(HttpResponseMessage answer) =>
        answer.Content.Headers.NonValidated.TryGetValues(Header, out var values)
        && answer.Content.Headers.ContentLength is null
            ? string.Join(", ", values)
            : null;
}
