using Slipway.Model.Diagnostics;

namespace Slipway.Review.Surveys.Builds;

/// <summary>What can be wrong with what other tools say about a tree, and with starting from it.</summary>
public static class SurveyCodes
{
    public static readonly DiagnosticCode BakeMalformed =
        new(1026, "A bake file cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode BuildNotTaken =
        new(1027, "A build of another tool cannot be taken over", ExitCode.Usage);

    public static readonly DiagnosticCode NothingUsable =
        new(1028, "No image can be made of what the tree has", ExitCode.Usage);

    public static readonly DiagnosticCode NewImageInTheWay =
        new(1029, "Something is in the way of a new image", ExitCode.Usage);

    public static readonly DiagnosticCode ListedByHand =
        new(1030, "A new image has to be listed by hand", ExitCode.Usage);

    public static readonly DiagnosticCode NotSetUp =
        new(1031, "A tree with Dockerfiles is not set up", ExitCode.Usage);

    public static readonly DiagnosticCode NewImageUnsound =
        new(1032, "A new image would not be sound", ExitCode.Usage);
}
