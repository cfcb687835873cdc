using System.Text;
using Slipway.Application.Files;

namespace Slipway.Application.Starting;

/// <summary>Writes the files of a start: all or none, and none over another.</summary>
internal static class StartFiles
{
    public static Task WriteAsync(
        string root, IEnumerable<StartFile> files, CancellationToken cancellationToken) =>
        FileSet.ReplaceAsync(
            files.Select(file => new FileChange(
                Path.Join(root, file.Path.Value),
                file.Before is { } before ? Encoding.UTF8.GetBytes(before) : null,
                Encoding.UTF8.GetBytes(file.Content))),
            cancellationToken);
}
