using Slipway.Model.Diagnostics;

namespace Slipway.Core.Images;

/// <summary>What can be wrong with the images of a tree.</summary>
public static class CatalogCodes
{
    public static readonly DiagnosticCode NoImages = new(1101, "The tree has no images", ExitCode.Usage);

    public static readonly DiagnosticCode NameInvalid = new(
        1102, "The name of an image is not allowed", ExitCode.Usage);

    public static readonly DiagnosticCode NameTaken = new(1103, "Two images have one name", ExitCode.Usage);

    public static readonly DiagnosticCode FolderMissing = new(
        1104, "The folder of an image does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode DefinitionOutsideRoot =
        new(1105, "A definition lies outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode ParentIsItself = new(1107, "An image is its own parent", ExitCode.Usage);

    public static readonly DiagnosticCode Cycle = new(1108, "Images need each other in a circle", ExitCode.Usage);

    public static readonly DiagnosticCode SecretInvalid = new(
        1109, "The id of a secret is not allowed", ExitCode.Usage);

    public static readonly DiagnosticCode ArgumentInvalid = new(
        1110, "An argument of an image is not allowed", ExitCode.Usage);

    public static readonly DiagnosticCode VersionInvalid = new(
        1111, "A VERSION file does not hold a version", ExitCode.Usage);

    public static readonly DiagnosticCode RegistryInvalid =
        new(1112, "A REGISTRY file does not hold a registry", ExitCode.Usage);

    public static readonly DiagnosticCode ImageUnknown = new(1113, "There is no such image", ExitCode.Usage);

    public static readonly DiagnosticCode ParentTwice =
        new(1115, "An image names its parent twice", ExitCode.Usage);

    public static readonly DiagnosticCode ParentLeftOut =
        new(1156, "An image is left out with its parent", ExitCode.Usage);

    public static readonly DiagnosticCode ParentBroken =
        new(1133, "An image is built on a broken one", ExitCode.Usage);

    public static readonly DiagnosticCode PassedOver =
        new(1134, "Dockerfiles are passed over", ExitCode.Usage);

    public static readonly DiagnosticCode DockerfileNotNamed =
        new(1135, "taskgraph only knows the file Dockerfile", ExitCode.Usage);

    public static readonly DiagnosticCode ImagesSeveral =
        new(1140, "Several images are meant where one is needed", ExitCode.Usage);

    public static readonly DiagnosticCode IsPackage =
        new(1119, "Packages are no image", ExitCode.Usage);

    public static readonly DiagnosticCode HashInvalid = new(1114, "A HASH file cannot be read", ExitCode.Usage);
}
