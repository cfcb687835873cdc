using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Dockerignore;

/// <summary>The patterns of a <c>.dockerignore</c>, in their order.</summary>
/// <remarks>
/// Read as https://github.com/moby/patternmatcher/blob/main/ignorefile/ignorefile.go does.
/// </remarks>
internal sealed class DockerignoreFile
{
    public const string FileName = ".dockerignore";

    /// <summary>The most bytes that are read; a longer file is an error.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>The most characters of one pattern: Linux's longest path has 4,096 bytes.</summary>
    public const int MaximumPattern = 4096;

    /// <summary>
    /// The most characters of all patterns with wildcards together: each of them is held against each path. Those
    /// without are looked up.
    /// </summary>
    public const int MaximumWildcards = 64 * 1024;

    private DockerignoreFile(string file, ImmutableArray<IgnorePattern> patterns)
    {
        File = file;
        Patterns = patterns;
    }

    /// <summary>The path below the root, for messages.</summary>
    public string File { get; }

    public ImmutableArray<IgnorePattern> Patterns { get; }

    /// <summary>
    /// Reads the one that goes for a Dockerfile: <c>NAME.dockerignore</c> beside it, else that of the folder.
    /// </summary>
    /// <remarks>https://docs.docker.com/build/concepts/context/#filename-and-location</remarks>
    /// <param name="dockerfile">The Dockerfile, below the folder.</param>
    /// <returns>Null when the folder has none.</returns>
    public static DockerignoreFile? Read(
        ISourceTree tree, RelativePath folder, RelativePath dockerfile, DiagnosticBag diagnostics)
    {
        RelativePath[] candidates =
            [RelativePath.Parse($"{folder.Join(dockerfile).Value}{FileName}"), folder.Child(FileName)];
        var path = candidates.FirstOrDefault(candidate =>
            tree.Find(candidate) is { Kind: EntryKind.File or EntryKind.Link });
        if (path.IsRoot)
        {
            return null;
        }

        if (new TreeFiles(tree, diagnostics).Read(path, MaximumSize) is not { } content)
        {
            return null;
        }

        if (content.Length > MaximumSize)
        {
            diagnostics.Add(TooLarge(
                new SourceLocation(path.Value), $"the file has more than {MaximumSize / 1024 / 1024} MiB"));
            return null;
        }

        return Parse(Encoding.UTF8.GetString(content.Span), path.Value, diagnostics);
    }

    public static DockerignoreFile Parse(string text, string file, DiagnosticBag diagnostics)
    {
        var patterns = ImmutableArray.CreateBuilder<IgnorePattern>();
        int wildcards = 0;
        int number = 0;
        var rest = text.StartsWith('\uFEFF') ? text.AsSpan(1) : text;
        foreach (var range in rest.Split('\n'))
        {
            var written = rest[range];
            // A comment starts at the line's first column; an indented '#' is a pattern.
            number++;
            var line = written.Trim();
            if (line.IsEmpty || written[0] == '#')
            {
                continue;
            }

            var location = new SourceLocation(file, number);
            if (line.Length > MaximumPattern)
            {
                diagnostics.Add(TooLarge(location, $"a pattern has more than {MaximumPattern} characters"));
                continue;
            }

            if (IgnorePattern.TryParse(line.ToString(), number) is not { } pattern)
            {
                diagnostics.Add(new Diagnostic(
                    DockerignoreCodes.DockerignoreInvalid,
                    $"'{Display.Text(line.ToString())}' is not a pattern of .dockerignore",
                    "Close the bracket, complete the escape, or write what '!' brings back.",
                    location));
                continue;
            }

            wildcards += pattern.Path is null ? pattern.Text.Length : 0;
            if (wildcards > MaximumWildcards)
            {
                diagnostics.Add(TooLarge(
                    location, $"the patterns with wildcards have more than {MaximumWildcards} characters together"));
                break;
            }

            patterns.Add(pattern);
        }

        return new DockerignoreFile(file, patterns.ToImmutable());
    }

    private static Diagnostic TooLarge(SourceLocation location, string what) => new(
        DockerignoreCodes.DockerignoreTooLarge,
        $"The .dockerignore is too large: {what}",
        "Exclude folders instead of the files in them.",
        location);
}
