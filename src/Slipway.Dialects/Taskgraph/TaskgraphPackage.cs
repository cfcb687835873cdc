using System.Text.RegularExpressions;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>The Python package of taskgraph as it is installed or copied somewhere. Nothing of it is run.</summary>
public static partial class TaskgraphPackage
{
    private const int MaximumSize = 64 * 1024;

    /// <summary>The folder with the package's modules.</summary>
    private const string Module = "taskgraph";

    private const string RunTask = "run-task";

    /// <param name="files">The tree in which it may be.</param>
    /// <param name="folder">What would hold it: a folder <c>site-packages</c>, for one.</param>
    /// <returns>Null when it is not there.</returns>
    public static RunTaskCopy? In(TreeFiles files, RelativePath folder)
    {
        var runTask = folder.Child(Module).Child(RunTask);
        return files.Exists(runTask.Child(RunTask)) ? new RunTaskCopy(runTask, ReleaseIn(files, folder)) : null;
    }

    // https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-dist-info-directory
    private static Version? ReleaseIn(TreeFiles files, RelativePath folder)
    {
        string[] installed =
        [
            .. files.List(folder)
                .Select(entry => InstalledPattern().Match(entry.Path.Name))
                .Where(match => match.Success)
                .Select(match => match.Groups["version"].Value)
                .Distinct(StringComparer.Ordinal),
        ];
        return installed switch
        {
            [var only] => Parse(only),
            [] => ReleaseOfModule(files, folder.Child(Module).Child("__init__.py")),
            _ => null,
        };
    }

    private static Version? ReleaseOfModule(TreeFiles files, RelativePath file) =>
        files.Exists(file)
        && files.Read(file, MaximumSize) is { } content
        && Utf8Text.TryDecode(content.Span, out string text, out _)
        && ModulePattern().Match(text) is { Success: true } match
            ? Parse(match.Groups["version"].Value)
            : null;

    private static Version? Parse(string text) => Version.TryParse(text, out var version) ? version : null;

    [GeneratedRegex(
        @"\Ataskcluster[_-]taskgraph-(?<version>[0-9][0-9A-Za-z.+!]*)\.(dist-info|egg-info)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstalledPattern();

    [GeneratedRegex(
        @"^__version__\s*=\s*[""'](?<version>[0-9.]+)[""']",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModulePattern();
}
