using Slipway.Model.Diagnostics;

namespace Slipway.Core.Retention;

/// <summary>What can be wrong with what a policy of retention counts as in use.</summary>
public static class RetentionCodes
{
    public static readonly DiagnosticCode TooManyTips = new(
        1310, "More branches and tags than may be read", ExitCode.Usage);

    public static readonly DiagnosticCode ReferenceMalformed = new(
        1311, "A reference in use is not understood", ExitCode.Usage);

    public static readonly DiagnosticCode ReferencesMissing = new(
        1312, "A list of references in use cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode ReferenceWithoutDigest = new(
        1313, "A reference in use does not name a digest", ExitCode.Done);

    public static readonly DiagnosticCode UseUnknown = new(
        1314, "What a branch or a tag uses is not known", ExitCode.Done);

    public static readonly DiagnosticCode PolicyMissing = new(
        1316, "Nothing says what is kept in a registry", ExitCode.Usage);

    public static readonly DiagnosticCode ParentsUnknown = new(
        1315, "What a kept image was built on is not known", ExitCode.Done);
}
