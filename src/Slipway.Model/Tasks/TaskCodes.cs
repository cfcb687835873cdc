using Slipway.Model.Diagnostics;

namespace Slipway.Model.Tasks;

/// <summary>What can be wrong with decisions, and with tasks that use images.</summary>
public static class TaskCodes
{
    public static readonly DiagnosticCode ParameterMissing =
        new(2101, "A parameter of the push is missing", ExitCode.Usage);

    public static readonly DiagnosticCode ParameterInvalid =
        new(2102, "A parameter of the push is not of its kind", ExitCode.Usage);

    public static readonly DiagnosticCode ParametersUnreadable =
        new(2103, "The parameters of the push cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode GroupUnknown =
        new(2104, "It is not known to which group the tasks belong", ExitCode.Usage);

    public static readonly DiagnosticCode PoolUnknown = new(2105, "No workers are configured", ExitCode.Usage);

    public static readonly DiagnosticCode SettingInvalid =
        new(2106, "The Queue would refuse what is configured for tasks", ExitCode.Usage);

    public static readonly DiagnosticCode IndexImageMissing =
        new(2121, "There is no image for tasks that index others", ExitCode.Usage);

    public static readonly DiagnosticCode TasksInCircle =
        new(2122, "Tasks need each other in a circle", ExitCode.Usage);

    public static readonly DiagnosticCode NotATask = new(2107, "An image was found that no task made", ExitCode.Failed);

    public static readonly DiagnosticCode IndexTypeUnknown =
        new(2108, "An index type that only taskgraph knows", ExitCode.Usage);

    public static readonly DiagnosticCode TaskDiffers =
        new(2109, "There is a task of the same id with another definition", ExitCode.Failed);

    public static readonly DiagnosticCode TaskFailed = new(
        2110, "A task of the decision failed before", ExitCode.Failed);

    public static readonly DiagnosticCode TaskVanished =
        new(2111, "A task can be neither created nor found", ExitCode.Failed);

    public static readonly DiagnosticCode CannotWrite =
        new(2112, "A file of the decision cannot be written", ExitCode.Failed);

    public static readonly DiagnosticCode NotInATask =
        new(2113, "Nothing can be uploaded outside of a task", ExitCode.Usage);

    public static readonly DiagnosticCode DefinitionInvalid =
        new(2114, "A file does not hold the definition of a task", ExitCode.Usage);

    public static readonly DiagnosticCode ImageUseInvalid =
        new(2115, "A task definition names its image in a way that is not understood", ExitCode.Usage);

    public static readonly DiagnosticCode ImageTaskUnknown =
        new(2116, "No task is known that has the image", ExitCode.NotFound);

    public static readonly DiagnosticCode ImageTasksInvalid =
        new(2117, "The tasks of images cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode FoldersUnreadable =
        new(2118, "Task definitions cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode BuilderUnfit =
        new(2119, "The image in which images are built does not know their parents", ExitCode.Usage);

    public static readonly DiagnosticCode SecretsWithheld =
        new(2120, "A task gets no build secrets", ExitCode.Done);
}
