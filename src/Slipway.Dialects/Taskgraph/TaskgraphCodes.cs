using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Taskgraph;

/// <summary>What can be said about the files of a tree that uses taskgraph.</summary>
public static class TaskgraphCodes
{
    public static readonly DiagnosticCode ConfigInvalid =
        new(1150, "A value of taskgraph's configuration is not understood", ExitCode.Usage);

    public static readonly DiagnosticCode KindMissing =
        new(1151, "taskgraph's kind of the images does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode LoaderUnknown =
        new(1152, "Another loader than taskgraph's makes the images", ExitCode.Usage);

    public static readonly DiagnosticCode TransformUnknown =
        new(1153, "A transform may change the images", ExitCode.Usage);

    public static readonly DiagnosticCode KeyUnknown =
        new(1154, "A key of an image that taskgraph does not know", ExitCode.Usage);

    public static readonly DiagnosticCode PackagesNeeded =
        new(1155, "An image needs packages that other tasks build", ExitCode.Usage);

    public static readonly DiagnosticCode NameImpossible =
        new(1157, "The name of a task cannot be that of an image", ExitCode.Usage);

    public static readonly DiagnosticCode ArgumentNotText =
        new(1158, "An argument is not text for taskgraph", ExitCode.Usage);

    public static readonly DiagnosticCode TasksInvalid =
        new(1159, "Tasks of taskgraph cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode ReleaseUnknown =
        new(1160, "Digests of the tree's taskgraph are not known", ExitCode.Usage);

    public static readonly DiagnosticCode HarmlessMissing =
        new(1161, "What is declared harmless is not there", ExitCode.Usage);
}
