using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Where a storage sends the client, and whether it may go there.</summary>
internal static class StorageRedirect
{
    /// <param name="from">Who sends.</param>
    /// <param name="location">What it says, which may be relative; null for nothing.</param>
    /// <param name="what">For people, after "to".</param>
    /// <exception cref="SlipwayException">It may not be followed.</exception>
    public static Uri Follow(Uri from, string? location, string what)
    {
        var target = string.IsNullOrEmpty(location)
            ? null
            : ServiceAddress.OfStorage(location)
                ?? (Uri.TryCreate(from, location, out var relative)
                    ? ServiceAddress.OfStorage(relative.AbsoluteUri)
                    : null);
        return target is null ? throw Refused(what, "it leads to no address of HTTP")
            : from.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps
                ? throw Refused(what, $"it leads to {Display.Text(target.Host)} without TLS")
                : target;
    }

    public static SlipwayException TooMany(string what) =>
        Refused(what, $"it is the one after {TaskclusterLimits.Redirects}");

    private static SlipwayException Refused(string what, string why) => new(new Diagnostic(
        TaskclusterCodes.RedirectRefused,
        $"A redirect of the storage is not followed, to {what}: {why}",
        "Look at the artifact's address in Taskcluster's web interface; the task may have named a wrong one."));
}
