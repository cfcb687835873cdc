using Slipway.Model.Diagnostics;

namespace Slipway.Application.Builds;

/// <summary>What can go wrong while a plan is carried out.</summary>
public static class BuildCodes
{
    public static readonly DiagnosticCode SecretMissing = new(1601, "A build secret is missing", ExitCode.Usage);

    public static readonly DiagnosticCode SecretUnused = new(
        1602, "A build secret that no image asks for", ExitCode.Usage);

    public static readonly DiagnosticCode LogIncomplete = new(
        1603, "The log of a build is incomplete", ExitCode.Failed);

    public static readonly DiagnosticCode Unexpected = new(
        1604, "A build failed in an unexpected way", ExitCode.Failed);

    public static readonly DiagnosticCode LocalBase = new(
        1605, "A base image is a local build of unknown trust", ExitCode.Failed);

    public static readonly DiagnosticCode HeredocUnknown = new(
        1606, "The builder does not know here-documents", ExitCode.Failed);

    public static readonly DiagnosticCode NotPinned = new(
        1607, "An image from elsewhere is not named by its digest", ExitCode.Failed);

    public static readonly DiagnosticCode FrontendRefused = new(
        1608, "A frontend may read a Dockerfile in another way", ExitCode.Failed);

    public static readonly DiagnosticCode DownloadUnchecked = new(
        1609, "ADD fetches something that nothing is compared with", ExitCode.Failed);

    public static readonly DiagnosticCode TransportRefused = new(
        1610, "A base image is a place on the machine", ExitCode.Failed);

    public static readonly DiagnosticCode TriggerRefused = new(
        1611, "ONBUILD of a base reaches for something that no plan names", ExitCode.Failed);

    public static readonly DiagnosticCode StoreShared = new(
        1612, "Builds that trust each other less share the machine", ExitCode.Failed);

    public static readonly DiagnosticCode ReferenceInvalid = new(
        1613, "A Dockerfile names what can be no image", ExitCode.Failed);

    public static readonly DiagnosticCode NameUnknown = new(
        1614, "A name is that of no image of the tree", ExitCode.Failed);

    public static readonly DiagnosticCode ExternalChanged = new(
        1615, "An image from elsewhere is another one than before", ExitCode.Failed);

    public static readonly DiagnosticCode SecretUnplaced = new(
        1616, "Nothing says where a build secret is", ExitCode.Usage);

    public static readonly DiagnosticCode SecretWithheld = new(
        1617, "A pull request asks for a secret of the machine", ExitCode.Usage);

    public static readonly DiagnosticCode SecretCommandFailed = new(
        1618, "The command that gives a build secret failed", ExitCode.Failed);

    public static readonly DiagnosticCode PackageNotBuilt =
        new(1630, "Packages that an image needs are not built", ExitCode.NotFound);
}
