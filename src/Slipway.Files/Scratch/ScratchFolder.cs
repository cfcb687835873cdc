using Slipway.Files.Locks;
using Slipway.Model.Diagnostics;

namespace Slipway.Files.Scratch;

/// <summary>A temporary folder for one piece of work, which goes with it; nobody else may enter it.</summary>
/// <remarks>
/// A process that is killed leaves its folders behind. So each holds a file that is locked for as long as its process
/// lives (<see cref="FileLock"/>), and whoever makes a folder removes those of the same user
/// that nobody holds any more.
/// </remarks>
public sealed class ScratchFolder : IDisposable
{
    internal const string OwnerFile = "owner.lock";

    private readonly DirectoryInfo _folder;
    private readonly FileLock _owner;

    private ScratchFolder(DirectoryInfo folder, FileLock owner) => (_folder, _owner) = (folder, owner);

    public string Path => _folder.FullName;

    /// <summary>Makes one where temporary files are: in <c>TMPDIR</c>, else in <c>/tmp</c>.</summary>
    /// <exception cref="SlipwayException">There is no place for it.</exception>
    public static ScratchFolder Create(ScratchPurpose purpose) => Create(purpose, System.IO.Path.GetTempPath());

    /// <param name="purpose">What it is for.</param>
    /// <param name="parent">The folder in which it is made.</param>
    /// <exception cref="SlipwayException">There is no place for it.</exception>
    public static ScratchFolder Create(ScratchPurpose purpose, string parent)
    {
        ScratchSweep.RemoveGone(parent);
        return Guard(parent, () =>
        {
            if (!Directory.Exists(parent))
            {
                throw new DirectoryNotFoundException("there is no such folder");
            }

            while (true)
            {
                string path = System.IO.Path.Join(parent, ScratchSweep.NameOf(purpose, Guid.NewGuid()));
                var folder = OperatingSystem.IsWindows()
                        ? Directory.CreateDirectory(path)
                        : Directory.CreateDirectory(
                            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                try
                {
                    if (ScratchSweep.TryHold(path) is { } owner)
                    {
                        return new ScratchFolder(folder, owner);
                    }

                    // Somebody swept it in the moment between the two: the next one is made.
                }
                catch
                {
                    folder.Delete(recursive: true);
                    throw;
                }
            }
        });
    }

    /// <summary>Works with what is in it.</summary>
    /// <exception cref="SlipwayException">It cannot be written any more,
    /// because the disk is full for instance.</exception>
    public T Guard<T>(Func<T> action) => Guard(_folder.Parent!.FullName, action);

    public void Dispose()
    {
        ScratchSweep.RemoveHeld(Path);
        _owner.Dispose();
    }

    private static T Guard<T>(string parent, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    ScratchCodes.NoPlace,
                    $"No temporary files can be kept in {parent}: {problem.Message}",
                    "Make room there, or set TMPDIR to a folder that exists, that this user may write, "
                    + "and that has room."),
                problem);
        }
    }
}

/// <summary>What a temporary folder is for; it is part of its name.</summary>
public enum ScratchPurpose
{
    /// <summary>What the engine's command writes down about an image that it builds.</summary>
    Build,

    /// <summary>Contexts and archives that Buildah reads and writes.</summary>
    Buildah,

    /// <summary>What the engine's command writes down about a container.</summary>
    Run,

    /// <summary>The socket of a service of Podman.</summary>
    Podman,

    /// <summary>A clone of the tree.</summary>
    Clone,

    /// <summary>A library that cannot be loaded from memory.</summary>
    Library,

    /// <summary>The context of a task, and the image that it makes.</summary>
    Task,
}
