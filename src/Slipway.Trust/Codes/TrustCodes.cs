using Slipway.Model.Diagnostics;

namespace Slipway.Trust.Codes;

/// <summary>Why something is not trusted.</summary>
public static class TrustCodes
{
    public static readonly DiagnosticCode ChainOfTrustUnreadable =
        new(2201, "A chain-of-trust artifact cannot be understood", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ArtifactMismatch =
        new(2202, "An artifact has another hash than its worker wrote down", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ArtifactUnattested =
        new(2203, "No worker wrote down the hash of an artifact", ExitCode.Done);

    public static readonly DiagnosticCode DocumentsUnreadable =
        new(2204, "The documents of a chain cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode RuleUnknown =
        new(2205, "There is no such rule of trust", ExitCode.Usage);

    public static readonly DiagnosticCode PolicyMissing =
        new(2206, "A policy cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode SettingsUnreadable =
        new(2207, "A file holds no settings of scriptworker", ExitCode.Usage);

    public static readonly DiagnosticCode DocumentsNotWritten =
        new(2208, "The documents of a chain cannot be written", ExitCode.Failed);

    public static readonly DiagnosticCode ChainRefused =
        new(2209, "The chain of tasks that made an image is refused", ExitCode.CheckFailed);

    public static readonly DiagnosticCode PolicyNotInForce =
        new(2210, "The policy of a tree is not in force", ExitCode.Done);

    public static readonly DiagnosticCode LedBack =
        new(2211, "A namespace leads to an older image than before", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ImageNotAllowed =
        new(2212, "An archive holds an image that nobody allowed", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ArchiveUnreadable =
        new(2213, "A file is no archive of an image", ExitCode.Usage);

    public static readonly DiagnosticCode IndexedElsewhere =
        new(2214, "A namespace leads to an image that belongs elsewhere", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NotVouchedFor =
        new(2215, "Nothing that the policy accepts vouches for an image", ExitCode.CheckFailed);

    public static readonly DiagnosticCode StatementsUnreachable =
        new(2216, "Statements about an image could not be fetched", ExitCode.CheckFailed);

    public static readonly DiagnosticCode BuildUnsigned =
        new(2217, "A build would use images that it does not sign", ExitCode.CheckFailed);

    public static readonly DiagnosticCode PolicyElsewhere =
        new(2218, "The main branch has policies, and none for a tree that is new to it", ExitCode.CheckFailed);

    public static readonly DiagnosticCode MainBranchUnclear =
        new(2219, "Which branch has the policy in force cannot be told", ExitCode.CheckFailed);

    public static readonly DiagnosticCode SigningKeyUnusable =
        new(2220, "A signing key cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode SigningFailed =
        new(2221, "A program that signs failed", ExitCode.Failed);

    public static readonly DiagnosticCode KeyNotWritten =
        new(2222, "A key cannot be written", ExitCode.Failed);

    public static readonly DiagnosticCode NothingToSign =
        new(2223, "Nothing is known of a build that is to be signed", ExitCode.NotFound);

    public static readonly DiagnosticCode SigningKeyOpen =
        new(2224, "Others can read a signing key", ExitCode.Done);

    public static readonly DiagnosticCode SigningKeyUnused =
        new(2225, "A signing key was not used", ExitCode.Done);

    public static readonly DiagnosticCode OtherLayers =
        new(2226, "What a registry has is not what was built", ExitCode.CheckFailed);

    public static readonly DiagnosticCode PublishedUnsigned =
        new(2227, "What was published before is not signed", ExitCode.CheckFailed);

    public static readonly DiagnosticCode BuildUnsealed =
        new(2228, "Nobody can tell that this store made a build that is to be signed", ExitCode.CheckFailed);

    public static readonly DiagnosticCode SigningKeyInCheckout =
        new(2229, "A signing key lies in a checkout", ExitCode.Done);

    public static readonly DiagnosticCode LevelLowered =
        new(2230, "The main branch gives the project a higher level", ExitCode.CheckFailed);

    public static readonly DiagnosticCode BuiltUnsigned =
        new(2231, "What is built is not signed where that is required", ExitCode.Done);

    public static readonly DiagnosticCode SigningKeyUnlisted =
        new(2232, "The policy in force does not list the key that signs", ExitCode.Done);
}
