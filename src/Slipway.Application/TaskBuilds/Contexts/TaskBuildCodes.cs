using Slipway.Model.Diagnostics;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>
/// What can go wrong while a task builds its image; <c>docs/errors/21-task-builds.md</c> explains each.
/// </summary>
public static class TaskBuildCodes
{
    public static readonly DiagnosticCode VariableMissing = new(
        2140, "A variable of an image's task is missing", ExitCode.Usage);

    public static readonly DiagnosticCode VariableInvalid = new(
        2141, "A variable of an image's task cannot be understood", ExitCode.Usage);

    public static readonly DiagnosticCode ContextGone = new(2142, "The build context is gone", ExitCode.Failed);

    public static readonly DiagnosticCode ContextMismatch = new(
        2143, "The build context is not the one that the task names", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ContextRefused = new(2144, "A build context is refused", ExitCode.Failed);

    public static readonly DiagnosticCode ParentGone = new(2145, "The image of a parent is gone", ExitCode.Failed);

    public static readonly DiagnosticCode ParentMismatch = new(
        2146, "A parent is not the one that the chain of trust names", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ParentUnnamed = new(
        2147, "The chain of trust does not name a parent", ExitCode.Done);

    public static readonly DiagnosticCode ParentUnused = new(
        2148, "The Dockerfile does not use a parent", ExitCode.Done);

    public static readonly DiagnosticCode TaskUnknown = new(
        2149, "The definition of this task cannot be had", ExitCode.Failed);

    public static readonly DiagnosticCode WorkFolderFailed = new(
        2150, "The temporary files of a build cannot be written", ExitCode.Failed);
}
