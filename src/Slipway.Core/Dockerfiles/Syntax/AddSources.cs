using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Finds what <c>ADD</c> fetches: URLs and git repositories, and variables that may hold one.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#add</remarks>
internal static partial class AddSources
{
    private static readonly string[] Beginnings = ["http://", "https://", "git://", "ssh://", "git@", "github.com/"];

    public static IEnumerable<Download> Find(Instruction add, char escape, SourceLocation location)
    {
        var (flags, remainder) = BuilderFlag.Read(add, escape);
        bool hasChecksum = flags.Any(flag => flag.TryGetValue("checksum", out int start)
            && Sha256Digest.TryParseOci(flag.Text.AsSpan(start), out _));
        return Words(add.Text[remainder..])
            .SkipLast(1)
            .Where(MayBeElsewhere)
            .Select(word => new Download(word, hasChecksum, location));
    }

    /// <summary>
    /// The paths of the context that <c>COPY</c> or <c>ADD</c> names as they are; those with a pattern or a variable in
    /// them, and what is taken from an image or fetched, are left out.
    /// </summary>
    public static IEnumerable<CopiedPath> PathsOf(Instruction instruction, char escape, SourceLocation location)
    {
        var (flags, remainder) = BuilderFlag.Read(instruction, escape);
        return instruction.HasHeredoc || flags.Any(flag => flag.TryGetValue("from", out _))
            ? []
            : Words(instruction.Text[remainder..])
                .SkipLast(1)
                .Where(word => !MayBeElsewhere(word) && word.IndexOfAny(['*', '?', '[', '$', '\\']) < 0)
                .Select(word => RelativePath.TryParse(word.TrimStart('/'), out var path) ? path : null)
                .OfType<RelativePath>()
                .Select(path => new CopiedPath(path, location));
    }

    private static ImmutableArray<string> Words(string arguments)
    {
        if (ExecForm.TryRead(arguments, out var list))
        {
            return list;
        }

        // Split as builders split it, quotes or not.
        string[] words = arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. Array.ConvertAll(words, word => Quoting().Replace(word, string.Empty))];
    }

    private static bool MayBeElsewhere(string source)
    {
        int variable = source.IndexOf('$', StringComparison.Ordinal);
        return Elsewhere().IsMatch(source)
            || (variable >= 0
                && Beginnings.Any(start => start.StartsWith(source[..variable], StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex("[\"'`\\\\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoting();

    // With a scheme, as git's "user@host:path", or what git refs of BuildKit may leave out the scheme of.
    [GeneratedRegex(
        @"\A([a-z][a-z0-9+.-]*://|[^/\s]+@[^/\s]+:|github\.com/)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere();
}

/// <summary>A path of the context that <c>COPY</c> or <c>ADD</c> takes files from.</summary>
/// <param name="Path">Below the top of the context, which is the root of this path.</param>
/// <param name="Location">Its line.</param>
public sealed record CopiedPath(RelativePath Path, SourceLocation Location);

/// <summary>A source of <c>ADD</c> that is, or may be, a URL or a git repository.</summary>
/// <param name="Source">As written.</param>
/// <param name="HasChecksum">Whether <c>--checksum=sha256:…</c> says what comes.</param>
/// <param name="Location">Its line.</param>
public sealed record Download(string Source, bool HasChecksum, SourceLocation Location);
