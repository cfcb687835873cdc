using System.Net.Http.Headers;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>How long a server asks to wait (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).</summary>
internal static class RetryAfter
{
    /// <returns>Seconds or a date alike, never negative, and never longer than a person would wait; null when it does not ask.</returns>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider clock)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - clock.GetUtcNow();
        return wait is { } asked
            ? TimeSpan.FromSeconds(Math.Clamp(asked.TotalSeconds, 0, RegistryLimits.RetryAfter))
            : null;
    }
}
