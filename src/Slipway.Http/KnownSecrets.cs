using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Http;

/// <summary>
/// What a client shows to servers, blotted out of whatever they say: an error that quotes a request would print it.
/// </summary>
/// <remarks>
/// Servers' words go through <see cref="Quote"/>, before they are cut to a length, and everything that a client throws
/// through <c>GuardAsync</c>, inner exceptions included.
/// </remarks>
public sealed partial class KnownSecrets
{
    private const string Blot = "***";

    // A shorter secret is blotted out where it stands as a word of its own; else it would take letters out of every
    // word.
    private const int ShortestPart = 4;

    private const int LongestExplanation = 200;

    private readonly Lock _lock = new();
    private ImmutableHashSet<string> _values = [];
    private ImmutableArray<string> _forms = [];

    /// <summary>Remembers a secret, in all forms that a server may repeat it in.</summary>
    public void Add(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return;
        }

        lock (_lock)
        {
            if (!_values.Contains(secret))
            {
                _values = _values.Add(secret);
                // A secret that holds another is blotted out whole.
                _forms =
                [
                    .. _forms
                        .Concat(Forms(secret))
                        .Distinct(StringComparer.Ordinal)
                        .OrderByDescending(form => form.Length),
                ];
            }
        }
    }

    /// <summary>
    /// A server's words for a message: without secrets, without control characters, and not more than 80 characters.
    /// </summary>
    public string Quote(string text) => Display.Text(Cover(text));

    /// <summary>
    /// A server's explanation for a message: without secrets and control characters, and of a long one the beginning
    /// and the end, where the cause stands.
    /// </summary>
    public string Explanation(string text) => Display.Line(Display.Ends(Cover(text), LongestExplanation));

    /// <summary>A text without secrets.</summary>
    public string Cover(string text)
    {
        string covered = Shown().Replace(text, match => match.Groups["scheme"].Value + Blot);
        foreach (string form in _forms)
        {
            covered =
                form.Length >= ShortestPart
                    ? covered.Replace(form, Blot, StringComparison.OrdinalIgnoreCase)
                    : Regex.Replace(
                        covered,
                        $@"(?<!\w){Regex.Escape(form)}(?!\w)",
                        Blot,
                        RegexOptions.CultureInvariant,
                        TimeSpan.FromSeconds(1));
        }

        return covered;
    }

    /// <summary>Does something whose failures may quote a server: those that hold a secret are replaced.</summary>
    public async Task<T> GuardAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (SlipwayException failure) when (IsIn(failure.ToString()))
        {
            throw Cover(failure);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    public async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (SlipwayException failure) when (IsIn(failure.ToString()))
        {
            throw Cover(failure);
        }
    }

    private bool IsIn(string text) => !string.Equals(Cover(text), text, StringComparison.Ordinal);

    // What the inner exception says is kept, without what it is: a trace is for people.
    private SlipwayException Cover(SlipwayException failure) => new(
        [
            .. failure.Diagnostics.Select(diagnostic => diagnostic with
            {
                Message = Cover(diagnostic.Message),
                Remedy = Cover(diagnostic.Remedy),
            }),
        ],
        failure.InnerException is { } inner ? new IOException(Cover(inner.ToString())) : null);

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        if (secret.Length < ShortestPart)
        {
            yield break;
        }

        yield return Uri.EscapeDataString(secret);
        yield return WebUtility.UrlEncode(secret);
        yield return secret
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToHexString(bytes);
        foreach (string form in Base64Forms.Of(bytes))
        {
            if (form.Length >= ShortestPart)
            {
                yield return form;
                yield return form.Replace('+', '-').Replace('/', '_');
                yield return Uri.EscapeDataString(form);
            }
        }
    }

    // What stands behind the name of a scheme of authentication is a secret, or was made with one.
    [GeneratedRegex(
        """(?<scheme>\b(?:Basic|Bearer)\s+)[A-Za-z0-9+/=._~-]{16,}|(?<scheme>\b(?:mac|ext)\s*=\s*\\?")[^"]+""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shown();
}
