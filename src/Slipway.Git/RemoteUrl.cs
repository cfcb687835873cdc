using System.Text.RegularExpressions;

namespace Slipway.Git;

/// <summary>Where a checkout came from, in a form that may be published.</summary>
/// <remarks>The forms: https://git-scm.com/docs/git-clone#_git_urls</remarks>
internal static partial class RemoteUrl
{
    /// <returns>An <c>https</c> or <c>http</c> address without user, password, query and fragment; null for what is on
    /// this machine, and for what names no host.</returns>
    public static Uri? Publishable(string remote)
    {
        var match = Short().Match(remote);
        string text = match.Success && !remote.Contains("://", StringComparison.Ordinal)
            ? $"ssh://{match.Groups["host"].Value}/{match.Groups["path"].Value}"
            : remote;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https" or "ssh" or "git")
            || uri.Host.Length == 0)
        {
            return null;
        }

        bool isWeb = uri.Scheme is "http" or "https";
        return new UriBuilder(uri)
        {
            Scheme = isWeb ? uri.Scheme : "https",
            // The port of another protocol says nothing about the web's.
            Port = isWeb && !uri.IsDefaultPort ? uri.Port : -1,
            UserName = string.Empty,
            Password = string.Empty,
            Query = string.Empty,
            Fragment = string.Empty,
        }.Uri;
    }

    // user@host:path, with the colon before the first slash.
    [GeneratedRegex(
        @"\A(?:[^@/:]+@)?(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?![/:])(?<path>.+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Short();
}
