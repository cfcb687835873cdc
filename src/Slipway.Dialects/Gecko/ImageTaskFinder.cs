using System.Text.RegularExpressions;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// Finds out what the tree's gecko writes into tasks of images, by the text of the transform that makes them. What is
/// in no form that is known is taken for the newest: the workers that it names are not there then, and no task is made.
/// </summary>
internal static partial class ImageTaskFinder
{
    private static readonly GeckoImageTask Newest = new();

    /// <param name="transform">The text of <c>transforms/docker_image.py</c>.</param>
    public static GeckoImageTask Find(string transform)
    {
        var byArch = WorkersByArch().Match(transform);
        var one = OneWorker().Match(transform);
        var path = Path().Match(transform);
        return new GeckoImageTask
        {
            Worker = byArch.Success ? byArch.Groups["worker"].Value
                : one.Success ? one.Groups["worker"].Value
                : Newest.Worker,
            Arm64Worker = byArch.Success ? byArch.Groups["arm64"].Value : Newest.Arm64Worker,
            ImagePath = path.Success ? path.Groups["path"].Value : Newest.ImagePath,
            // Only of a transform that is understood it says something that a name is not in it.
            Retried = (!byArch.Success && !one.Success)
                || transform.Contains($"\"{Newest.Retried}\"", StringComparison.Ordinal) ? Newest.Retried : null,
        };
    }

    [GeneratedRegex(
        """
        if[ ]task\.get\("arch",[ ]""\)[ ]==[ ]"arm64":
        \s+worker_type[ ]=[ ]"(?<arm64>[a-z0-9-]+)"
        \s+else:
        \s+worker_type[ ]=[ ]"(?<worker>[a-z0-9-]+)"\s
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkersByArch();

    [GeneratedRegex(
        @"""worker-type"": ""(?<worker>[a-z0-9-]+)"",",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneWorker();

    [GeneratedRegex(
        @"""path"": ""(?<path>/[A-Za-z0-9._/-]+)"",\s+""name"": ""public/image\.tar\.zst""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();
}
