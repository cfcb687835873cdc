using System.Collections.Immutable;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Review.References;

namespace Slipway.Application.Decisions;

/// <summary>
/// Reads the task definitions of a folder: every <c>.yml</c>, <c>.yaml</c> and <c>.json</c> below it.
/// Links are not followed.
/// </summary>
public static class TaskFolder
{
    // Above any definition that the Queue would take.
    private const long MaximumSize = 16 * 1024 * 1024;

    /// <param name="folder">The folder, as a person wrote it.</param>
    /// <param name="root">The root of the tree.</param>
    /// <returns>By path.</returns>
    /// <exception cref="SlipwayException">It cannot be read, or has no definitions.</exception>
    public static async Task<ImmutableArray<TaskDefinitionFile>> ReadAsync(
        string folder, string root, CancellationToken cancellationToken)
    {
        try
        {
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                IgnoreInaccessible = false,
                AttributesToSkip = FileAttributes.ReparsePoint,
            };
            var files = ImmutableArray.CreateBuilder<TaskDefinitionFile>();
            foreach (
                string file in Directory.EnumerateFiles(folder, "*", options).Where(TaskImageResolver.IsDefinition))
            {
                if (new FileInfo(file).Length > MaximumSize)
                {
                    throw new IOException($"{file} is longer than {MaximumSize / 1024 / 1024} MiB.");
                }

                files.Add(
                    new TaskDefinitionFile(
                        RelativePath.Parse(PathBelow(folder, file)),
                        file,
                        RelativePath.TryParse(PathBelow(root, file), out var path) ? path : null,
                        await File.ReadAllBytesAsync(file, cancellationToken)));
            }

            return files.Count > 0
                ? [.. files.OrderBy(file => file.Path)]
                : throw new SlipwayException(new Diagnostic(
                    TaskCodes.FoldersUnreadable,
                    $"There is no task definition below {folder}",
                    "Give a folder with .yml, .yaml or .json files, or leave out --tasks."));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskCodes.FoldersUnreadable,
                    $"The task definitions below {folder} cannot be read: {problem.Message}",
                    "Check that it is a folder and that everything in it may be read."),
                problem);
        }
    }

    private static string PathBelow(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
}
