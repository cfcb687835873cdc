using Slipway.Core.Diagnostics;
using Slipway.Execution.TaskBuilds;

namespace Slipway.Cli.Session;

/// <summary>A temporary folder of one run, which goes with it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    private WorkFolder(DirectoryInfo folder) => _folder = folder;

    public string Path => _folder.FullName;

    /// <exception cref="SlipwayException">There is no place for it.</exception>
    public static WorkFolder Create()
    {
        try
        {
            return new WorkFolder(Directory.CreateTempSubdirectory("slipway-task-"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TaskBuildCodes.WorkFolderFailed,
                    $"No temporary folder can be made in {System.IO.Path.GetTempPath()}: {problem.Message}",
                    "Set TMPDIR to a folder with room."),
                problem);
        }
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary folder by itself; what was done is done.
        }
    }
}
