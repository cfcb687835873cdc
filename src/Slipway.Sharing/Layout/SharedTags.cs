using System.Globalization;
using System.Text;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Layout;

/// <summary>The tags of a repository that machines share, and what they say.</summary>
/// <remarks>At most 128 characters, of which the first is a letter, a digit or an underscore.</remarks>
internal static class SharedTags
{
    /// <summary>The newest push, as far as whoever wrote it last knew.</summary>
    public const string Latest = "latest";

    private const string HashPrefix = "hash.";
    private const string PushDatePrefix = "pushdate.";
    private const string NamePrefix = "name.";
    private const string HashedNamePrefix = "name-sha256.";
    private const string RecordPrefix = "record.";
    private const string LogPrefix = "log.";
    private const string InputsPrefix = "inputs.";
    private const string CondemnedPrefix = "condemned.";

    // https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema
    private const string ReferrersPrefix = "sha256-";
    private const string DateForm = "yyyyMMddHHmmss";

    public static string OfHash(InputsDigest digest) => $"{HashPrefix}{digest}";

    public static string OfPushDate(DateTimeOffset pushDate) =>
        $"{PushDatePrefix}{pushDate.UtcDateTime.ToString(DateForm, CultureInfo.InvariantCulture)}";

    /// <summary>The tag of a namespace that no template makes.</summary>
    public static string OfName(IndexNamespace ns) =>
        ImageReference.IsTag(NamePrefix + ns.Value)
            ? NamePrefix + ns.Value
            : $"{HashedNamePrefix}{Sha256Digest.Of(Encoding.UTF8.GetBytes(ns.Value))}";

    /// <summary>The tag of the inputs manifest of a digest.</summary>
    public static string OfInputs(InputsDigest digest) => $"{InputsPrefix}{digest}";

    /// <summary>The tag of the log of a build.</summary>
    public static string OfLog(BuildId build) => $"{LogPrefix}{build}";

    /// <summary>The tag of the record of a build, which is sorted by when it ended.</summary>
    public static string OfRecord(DateTimeOffset finished, InputsDigest digest, BuildId build) =>
        $"{RecordPrefix}{finished.UtcDateTime.ToString(DateForm, CultureInfo.InvariantCulture)}.{digest}.{build}";

    /// <summary>The tag of what will be deleted, unless somebody needs it again before.</summary>
    public static string OfCondemned(DateTimeOffset at, Sha256Digest manifest) =>
        $"{CondemnedPrefix}{at.UtcDateTime.ToString(DateForm, CultureInfo.InvariantCulture)}.{manifest}";

    /// <summary>What a tag condemns, and since when; null for other tags.</summary>
    public static (DateTimeOffset At, Sha256Digest Manifest)? CondemnedOf(string tag) =>
        tag.StartsWith(CondemnedPrefix, StringComparison.Ordinal)
        && tag.Split('.') is [_, var date, var digits]
        && Moment(date) is { } at
        && Sha256Digest.TryParse(digits, out var manifest)
            ? (at, manifest)
            : null;

    /// <summary>Whether a tag is one of what explains builds, and of what is said about manifests.</summary>
    public static bool IsDocument(string tag) =>
        ((string[])[RecordPrefix, LogPrefix, InputsPrefix, ReferrersPrefix])
            .Any(prefix => tag.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What the tag of a record says; null for other tags.</summary>
    public static RecordTag? RecordOf(string tag) =>
        tag.StartsWith(RecordPrefix, StringComparison.Ordinal)
        && tag.Split('.') is [_, var date, var digits, var id]
        && Moment(date) is { } finished
        && InputsDigest.TryParse(digits, out var digest)
        && BuildId.TryParse(id, out var build)
            ? new RecordTag(tag, finished, digest, build)
            : null;

    /// <summary>The build that a tag has the log of; null for other tags.</summary>
    public static BuildId? LogOf(string tag) =>
        tag.StartsWith(LogPrefix, StringComparison.Ordinal) && BuildId.TryParse(tag[LogPrefix.Length..], out var build)
            ? build
            : null;

    /// <summary>The digest that a tag has the inputs of; null for other tags.</summary>
    public static InputsDigest? InputsOf(string tag) =>
        tag.StartsWith(InputsPrefix, StringComparison.Ordinal)
        && InputsDigest.TryParse(tag.AsSpan(InputsPrefix.Length), out var digest)
            ? digest
            : null;

    /// <summary>The tag of what is said about a manifest, where a registry does not keep that list itself.</summary>
    public static string OfReferrers(Sha256Digest subject) => $"{ReferrersPrefix}{subject}";

    /// <summary>The manifest that a tag has the list of what is said about; null for other tags.</summary>
    public static Sha256Digest? SubjectOf(string tag) =>
        tag.StartsWith(ReferrersPrefix, StringComparison.Ordinal)
        && Sha256Digest.TryParse(tag.AsSpan(ReferrersPrefix.Length), out var subject)
            ? subject
            : null;

    /// <summary>The digest that a tag names; null when it names none.</summary>
    public static InputsDigest? DigestOf(string tag) =>
        tag.StartsWith(HashPrefix, StringComparison.Ordinal)
        && InputsDigest.TryParse(tag.AsSpan(HashPrefix.Length), out var digest)
            ? digest
            : null;

    /// <summary>The push date that a tag names; null when it names none.</summary>
    public static DateTimeOffset? PushDateOf(string tag) =>
        tag.StartsWith(PushDatePrefix, StringComparison.Ordinal) ? Moment(tag.AsSpan(PushDatePrefix.Length)) : null;

    /// <summary>The namespace that a tag spells out; null when it has only a hash of it, or none.</summary>
    public static IndexNamespace? NameOf(string tag) =>
        tag.StartsWith(NamePrefix, StringComparison.Ordinal)
        && IndexNamespace.TryParse(tag[NamePrefix.Length..], out var ns)
            ? ns
            : null;

    /// <summary>Whether a tag stands for a namespace that only its manifest spells out.</summary>
    public static bool IsHashedName(string tag) => tag.StartsWith(HashedNamePrefix, StringComparison.Ordinal);

    /// <summary>A moment of 14 digits, in UTC; null when it is none.</summary>
    private static DateTimeOffset? Moment(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(
            text,
            DateForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment)
            ? moment
            : null;
}

/// <summary>What the tag of a build's record says.</summary>
internal sealed record RecordTag(string Text, DateTimeOffset Finished, InputsDigest Digest, BuildId Build);
