using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>Reads lists of references that are in use, one a line.</summary>
/// <remarks>
/// What a cluster or a host runs is listed by programs, so images from elsewhere stand between those of the tree.
/// What could mean a build is kept; only what is no reference at all is an error.
/// </remarks>
public static partial class ReferenceList
{
    /// <summary>The largest list that is read, in bytes.</summary>
    public const int MaximumSize = 16 << 20;

    private const string HashTag = "hash.";

    /// <param name="text">The list: empty lines, and what follows a <c>#</c>, are left out.</param>
    /// <param name="file">What it is called.</param>
    /// <param name="isOfTree">Whether a name is that of an image of the tree.</param>
    /// <param name="used">Gets what the list names.</param>
    /// <param name="problems">Gets every line that is no reference, and every one that says too little.</param>
    public static void Read(
        string text, string file, Func<string, bool> isOfTree, UsedImages used, DiagnosticBag problems)
    {
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string reference = Comment().Replace(line, string.Empty).Trim();
            if (reference.Length > 0)
            {
                Read(reference, new SourceLocation(file, number), isOfTree, used, problems);
            }
        }
    }

    private static void Read(
        string text, SourceLocation place, Func<string, bool> isOfTree, UsedImages used, DiagnosticBag problems)
    {
        string user = $"{place.File}:{place.Line}";
        if (Sha256Digest.TryParse(text, out var digest) || Sha256Digest.TryParseOci(text, out digest))
        {
            used.Add(digest, user);
            return;
        }

        bool isBuild = BuildId.TryParse(text, out var build);
        if (isBuild)
        {
            used.Add(build, user);
        }

        if (ImageReference.TryParse(text, out var reference))
        {
            Read(reference, place, isOfTree, used, problems);
        }
        else if (!isBuild)
        {
            problems.Add(new Diagnostic(
                RetentionCodes.ReferenceMalformed,
                $"'{Display.Text(text)}' is no reference to an image",
                "Write a digest, an image ID, a build's id, or a reference such as registry/name@sha256:…, one a line; "
                + "# begins a comment.",
                place));
        }
    }

    private static void Read(
        ImageReference reference,
        SourceLocation place,
        Func<string, bool> isOfTree,
        UsedImages used,
        DiagnosticBag problems)
    {
        string user = $"{place.File}:{place.Line}";
        string name = reference.Repository.Path[(reference.Repository.Path.LastIndexOf('/') + 1)..];
        string tag = reference.Tag ?? ImageReference.DefaultTag;
        string digits = reference.RepoDigest is { } digest ? digest.Sha256.ToString()
            : tag.StartsWith(HashTag, StringComparison.Ordinal) ? tag[HashTag.Length..]
            : tag;
        if (Digits().IsMatch(digits))
        {
            // A registry may have it under another digest than this store, and a version may look like one.
            used.AddReference(name, digits, user);
            return;
        }

        used.AddName(name, user);
        if (isOfTree(name))
        {
            problems.Add(new Diagnostic(
                RetentionCodes.ReferenceWithoutDigest,
                $"'{Display.Text(reference.ToString())}' does not say which build of {name} is in use, so all are kept",
                $"Name it by its digest: {name}:<digest>, or @sha256:….",
                place,
                Severity.Warning));
        }
    }

    [GeneratedRegex(
        @"(^|\s)#.*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    // As many as the tags have that builds get, or more.
    [GeneratedRegex(@"\A[0-9a-f]{12,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
