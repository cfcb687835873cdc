using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Core.Contexts;

/// <summary>The patterns of a <c>.dockerignore</c>, in their order.</summary>
/// <remarks>
/// Read as https://github.com/moby/patternmatcher/blob/main/ignorefile/ignorefile.go does.
/// </remarks>
internal sealed class Dockerignore
{
    public const string FileName = ".dockerignore";

    private Dockerignore(string file, ImmutableArray<IgnorePattern> patterns)
    {
        File = file;
        Patterns = patterns;
    }

    /// <summary>The path below the root, for messages.</summary>
    public string File { get; }

    public ImmutableArray<IgnorePattern> Patterns { get; }

    /// <returns>Null when the folder has none.</returns>
    public static Dockerignore? Read(ISourceTree tree, RelativePath folder, DiagnosticBag diagnostics)
    {
        var path = folder.Child(FileName);
        if (tree.Find(path) is not { Kind: EntryKind.File or EntryKind.Link })
        {
            return null;
        }

        try
        {
            using var reader = new StreamReader(
                tree.OpenRead(path), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            return Parse(reader.ReadToEnd(), path.Value, diagnostics);
        }
        catch (SlipwayException problem)
        {
            diagnostics.AddRange(problem.Diagnostics);
            return null;
        }
    }

    public static Dockerignore Parse(string text, string file, DiagnosticBag diagnostics)
    {
        var patterns = ImmutableArray.CreateBuilder<IgnorePattern>();
        string[] lines = (text.StartsWith('\uFEFF') ? text[1..] : text).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            // A comment starts at the line's first column; an indented '#' is a pattern.
            string line = lines[i].Trim();
            if (line.Length == 0 || lines[i].StartsWith('#'))
            {
                continue;
            }

            if (IgnorePattern.TryParse(line, i + 1) is { } pattern)
            {
                patterns.Add(pattern);
                continue;
            }

            diagnostics.Add(new Diagnostic(
                ContextCodes.DockerignoreInvalid,
                $"'{line}' is not a pattern of .dockerignore",
                "Close the bracket, complete the escape, or write what '!' brings back.",
                new SourceLocation(file, i + 1)));
        }

        return new Dockerignore(file, patterns.ToImmutable());
    }
}
