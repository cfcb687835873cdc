using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Slipway.Architecture.Tests;

/// <summary>Lines keep to the width that <c>.editorconfig</c> names.</summary>
public class LineWidthTests
{
    [Fact]
    public void No_line_is_wider_than_configured()
    {
        string root = Repository.Root;
        int width = File.ReadLines(Path.Join(root, ".editorconfig"))
            .Where(line => line.StartsWith("max_line_length = ", StringComparison.Ordinal))
            .Select(line => int.Parse(line["max_line_length = ".Length..], null))
            .Single();
        string[] wide =
        [
            .. new[] { "src", "tests", "bench" }
                .SelectMany(top => Directory.EnumerateFiles(Path.Join(root, top), "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)
                    && !file.Contains("/bin/", StringComparison.Ordinal))
                .SelectMany(file => Wide(file, width)),
        ];

        Assert.True(wide.Length == 0, $"{wide.Length} lines are wider than {width}:\n{string.Join('\n', wide)}");
    }

    /// <summary>A line within a raw or verbatim string is as wide as what it stands for.</summary>
    private static IEnumerable<string> Wide(string file, int width)
    {
        string text = File.ReadAllText(file);
        if (!text.Split('\n').Any(line => line.Length > width))
        {
            yield break;
        }

        var tree = CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken);
        var root = tree.GetRoot(TestContext.Current.CancellationToken);
        foreach (var line in tree.GetText(TestContext.Current.CancellationToken).Lines)
        {
            if (line.Span.Length > width && !IsLiteral(root.FindToken(line.Start + width)))
            {
                yield return $"{file}:{line.LineNumber + 1}";
            }
        }
    }

    private static bool IsLiteral(SyntaxToken token) =>
        OpensLiteral(token.Text)
        || token.Parent?.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>()
            .Any(text => OpensLiteral(text.StringStartToken.Text)) == true;

    private static bool OpensLiteral(string text) =>
        text.TrimStart('$') is ['@', ..] or ['"', '"', '"', ..];
}
