using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>An image of a registry: a repository, and a tag or a repo digest or both.</summary>
/// <param name="Tag">The tag; null when none is written.</param>
/// <param name="RepoDigest">SHA-256 of the manifest or index; null when none is written.</param>
public sealed partial record ImageReference(RepositoryName Repository, string? Tag, RepoDigest? RepoDigest)
{
    /// <summary>What a reference without tag and digest means.</summary>
    public const string DefaultTag = "latest";

    /// <summary>
    /// What the distribution specification calls the <c>&lt;reference&gt;</c>: the digest, else the tag.
    /// </summary>
    public string Reference => RepoDigest?.ToOciString() ?? Tag ?? DefaultTag;

    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference) ? reference : throw new FormatException($"'{text}' does not name an image.");

    /// <summary>Reads <c>repository[:tag][@sha256:…]</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var (name, tag, digestText) = Split(text);
        RepoDigest? digest = null;
        if (digestText is not null)
        {
            if (!Sha256Digest.TryParseOci(digestText, out var value))
            {
                return false;
            }

            digest = new RepoDigest(value);
        }

        if ((tag is not null && !IsTag(tag)) || !RepositoryName.TryParse(name, out var repository))
        {
            return false;
        }

        reference = new ImageReference(repository, tag, digest);
        return true;
    }

    /// <summary>The repository of a reference, whatever its tag and digest look like.</summary>
    /// <remarks>A reference to an image with a wrong digest is a reference to that image still.</remarks>
    public static bool TryParseRepository(string text, [NotNullWhen(true)] out RepositoryName? repository) =>
        RepositoryName.TryParse(Split(text).Name, out repository);

    /// <summary>What a reference says before its tag and digest, as it is written: nothing is put in.</summary>
    public static string NameOf(string text) => Split(text).Name;

    /// <summary>
    /// Whether a text can be a tag
    /// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests).
    /// </summary>
    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    public override string ToString()
    {
        string tag = Tag is null ? string.Empty : $":{Tag}";
        string digest = RepoDigest is { } known ? $"@{known.ToOciString()}" : string.Empty;
        return $"{Repository}{tag}{digest}";
    }

    private static (string Name, string? Tag, string? Digest) Split(string text)
    {
        string? digest = null;
        if (text.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            (text, digest) = (text[..at], text[(at + 1)..]);
        }

        // A colon before the last slash belongs to a port.
        return text.LastIndexOf(':') is var colon && colon > text.LastIndexOf('/')
            ? (text[..colon], text[(colon + 1)..], digest)
            : (text, null, digest);
    }

    [GeneratedRegex(
        @"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagPattern();
}
