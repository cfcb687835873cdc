using System.Collections.Immutable;
using System.Globalization;
using Slipway.Http;

namespace Slipway.Registry.Http;

/// <summary>A request to a registry that can be sent more than once.</summary>
/// <param name="Address">Where to; its query may hold secrets and is never printed.</param>
/// <param name="Scopes">What it needs to be allowed.</param>
/// <param name="What">For people, after "to": <c>read the tags of docker.io/library/debian</c>.</param>
internal sealed record RegistryCall(HttpMethod Method, Uri Address, ImmutableArray<Scope> Scopes, string What)
{
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>The first byte that is wanted of a body.</summary>
    public long From { get; init; }

    /// <summary>How long the answer may take to begin; null for as long as it usually may.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Makes the body anew for each time that the request is sent; null for none.</summary>
    public Func<StallTimer, HttpContent>? Content { get; init; }

    public HttpRequestMessage ToRequest(Uri address, string userAgent, StallTimer timer)
    {
        var request = new HttpRequestMessage(Method, address) { Content = Content?.Invoke(timer) };
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        // Said aloud: without it a server may pack what it sends as it likes
        // (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3).
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach (string type in Accept)
        {
            request.Headers.TryAddWithoutValidation("Accept", type);
        }

        if (From > 0)
        {
            request.Headers.TryAddWithoutValidation(
                "Range", string.Create(CultureInfo.InvariantCulture, $"bytes={From}-"));
        }

        return request;
    }
}

/// <summary>What a token allows (https://distribution.github.io/distribution/spec/auth/scope/).</summary>
/// <param name="Repository">The repository's path.</param>
/// <param name="Actions">The actions, separated by commas.</param>
internal readonly record struct Scope(string Repository, string Actions)
{
    public static Scope Pull(string repository) => new(repository, "pull");

    public static Scope Push(string repository) => new(repository, "pull,push");

    public static Scope Delete(string repository) => new(repository, "pull,delete");

    public override string ToString() => $"repository:{Repository}:{Actions}";
}
