using System.Collections.Immutable;
using Slipway.Application.Wording;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Vouching;

/// <summary>That an image is not vouched for, and why.</summary>
/// <param name="Image">The image.</param>
/// <param name="Code">What kind of refusal it is.</param>
/// <param name="Reason">Why, without the image.</param>
/// <param name="Remedy">What to do, when it is this image alone.</param>
internal sealed record StatementRefusal(UsedImage Image, DiagnosticCode Code, string Reason, string Remedy)
{
    private const int MostNames = 10;
    private const string NoStatement = "8.1";
    private const string ListedImages = "8.10";

    /// <summary>Whether it is refused whatever <c>trust</c> says: a list was put there on purpose.</summary>
    public bool IsLocked => Code == TrustCodes.ImageNotAllowed;

    /// <summary>That no statement is accepted.</summary>
    /// <param name="image">The image.</param>
    /// <param name="verdict">What the verifier said.</param>
    /// <param name="hasStatements">Whether there are statements about it at all.</param>
    /// <param name="verifyCommand">Gives the command that shows what was checked of an image by its name.</param>
    /// <param name="level">At which level it is used; null where nobody says it.</param>
    public static StatementRefusal Of(
        UsedImage image,
        TrustVerdict verdict,
        bool hasStatements,
        Func<string, string> verifyCommand,
        Level? level)
    {
        string at = ScopeText.Option(level);
        string rule = verdict.Rule ?? NoStatement;
        string reason = verdict.Reason ?? string.Empty;
        string handle = image.Handle;
        string about = $"{Display.Text(image.Title)}: ";
        return new StatementRefusal(
            image,
            rule == ListedImages ? TrustCodes.ImageNotAllowed : TrustCodes.NotVouchedFor,
            hasStatements
                ? $"by rule {rule}: "
                    + (reason.StartsWith(about, StringComparison.Ordinal) ? reason[about.Length..] : reason)
                : $"by rule {rule}: there is no signed statement about it",
            hasStatements
                ? $"{verdict.Remedy} "
                    + (image.BundleFile is null
                        ? $"{verifyCommand(handle)} shows everything that was checked."
                        : File.Exists(image.BundleFile)
                            ? $"What was signed is in {Display.Line(Path.GetFileName(image.BundleFile))}."
                            : "What was signed about it is in the store.")
                : image.BundleFile is { } file
                    ? "Have it signed where it was built, with 'slipway trust attest IMAGE -o "
                        + $"{Display.Line(Path.GetFileName(file))}', and lay that file beside the archive."
                : image.Published is not null
                    ? $"If it was built and published by your own, sign it on the machine that built it: 'slipway "
                        + $"trust attest {handle}{at}', which refuses what was not built there. Else find out who put "
                        + "it there."
                : $"Sign it where it was built: 'slipway trust attest {handle}{at}'; or build it anew and sign it: "
                    + $"'slipway build {image.Name?.Value ?? "NAME"} --force --sign{at}'.");
    }

    /// <summary>That it is not what it is asked for as, whatever was signed about it.</summary>
    public static StatementRefusal Another(UsedImage image, Diagnostic why) => new(
        image, TrustCodes.NotVouchedFor, $"by rule {StatementVerifier.ExpectationRule}: {why.Message}", why.Remedy);

    /// <summary>That statements could not be asked for.</summary>
    public static StatementRefusal Unreachable(UsedImage image, Diagnostic why) => new(
        image,
        TrustCodes.StatementsUnreachable,
        $"because statements about it could not be fetched: {why.Message}",
        $"{why.Remedy} What cannot be asked is not taken for an answer.");

    /// <summary>Tells refusals, those with the same reason at once.</summary>
    public static ImmutableArray<Diagnostic> Tell(IEnumerable<StatementRefusal> refusals, string place) =>
    [
        .. refusals.GroupBy(refusal => (refusal.Code, refusal.Reason)).Select(group => new Diagnostic(
            group.Key.Code,
            $"{Names([.. group.Select(refusal => refusal.Image.Title)])} refused {group.Key.Reason} "
                + $"(policy: {place})",
            group.First().Remedy)),
    ];

    private static string Names(string[] titles) => titles.Length == 1
        ? $"The image {NameList.Of(titles, MostNames)} is"
        : $"The images {NameList.Of(titles, MostNames)} are";
}
