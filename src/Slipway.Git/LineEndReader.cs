using System.Collections.Frozen;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Values;

namespace Slipway.Git;

/// <summary>Asks git which files' line ends depend on the machine.</summary>
internal static class LineEndReader
{
    private const string Text = "text";
    private const string LineEnd = "eol";

    /// <summary>
    /// The files that <c>core.autocrlf</c> or <c>core.eol</c> may convert: those without <c>-text</c> and without
    /// <c>eol</c>.
    /// </summary>
    /// <remarks>https://git-scm.com/docs/gitattributes#_text</remarks>
    public static async Task<FrozenSet<RelativePath>> ReadAsync(
        GitProgram git, IReadOnlyCollection<RelativePath> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return [];
        }

        var asked = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Value}\0")));
        var output = await git.RequireAsync(
            ["check-attr", "-z", "--stdin", Text, LineEnd], asked, cancellationToken);
        var converted = files.ToHashSet();
        // Path, attribute, value.
        foreach (var answer in GitOutput.Fields(output).Chunk(3))
        {
            if (answer is [var path, var name, var value]
                && GitOutput.Path(path.Span) is { } file
                && IsFixed(Encoding.UTF8.GetString(name.Span), Encoding.UTF8.GetString(value.Span)))
            {
                converted.Remove(file);
            }
        }

        return converted.ToFrozenSet();
    }

    private static bool IsFixed(string name, string value) => name switch
    {
        Text => value == "unset",
        LineEnd => value is not ("unspecified" or "unset"),
        _ => false,
    };
}
