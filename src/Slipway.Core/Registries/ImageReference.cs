using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Slipway.Core.Values;

namespace Slipway.Core.Registries;

/// <summary>An image of a registry: a repository, and a tag or a repo digest or both.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Tag">The tag; null when none is written.</param>
/// <param name="RepoDigest">SHA-256 of the manifest or index; null when none is written.</param>
public sealed partial record ImageReference(RepositoryName Repository, string? Tag, Sha256Digest? RepoDigest)
{
    /// <summary>What a reference without tag and digest means.</summary>
    public const string DefaultTag = "latest";

    /// <summary>What the distribution specification calls the <c>&lt;reference&gt;</c>: the digest, else the tag.</summary>
    public string Reference => RepoDigest?.ToOciString() ?? Tag ?? DefaultTag;

    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference) ? reference : throw new FormatException($"'{text}' does not name an image.");

    /// <summary>Reads <c>repository[:tag][@sha256:…]</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        string rest = text;
        Sha256Digest? digest = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            if (!rest.AsSpan(at + 1).StartsWith(Sha256Digest.OciPrefix)
                || !Sha256Digest.TryParse(rest.AsSpan(at + 1), out var value))
            {
                return false;
            }

            (rest, digest) = (rest[..at], value);
        }

        string? tag = null;
        // A colon before the last slash belongs to a port.
        if (rest.LastIndexOf(':') is var colon && colon > rest.LastIndexOf('/'))
        {
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
            if (!IsTag(tag))
            {
                return false;
            }
        }

        if (!RepositoryName.TryParse(rest, out var repository))
        {
            return false;
        }

        reference = new ImageReference(repository, tag, digest);
        return true;
    }

    /// <summary>Whether a text can be a tag (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests).</summary>
    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    public override string ToString() =>
        $"{Repository}{(Tag is null ? string.Empty : $":{Tag}")}{(RepoDigest is { } digest ? $"@{digest.ToOciString()}" : string.Empty)}";

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagPattern();
}
