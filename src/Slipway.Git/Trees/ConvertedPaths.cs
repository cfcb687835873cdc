using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>Finds the files whose bytes git may change on their way into a checkout.</summary>
/// <remarks>
/// https://git-scm.com/docs/gitattributes: line ends, <c>ident</c>, filters such as that of LFS, and encodings. Most
/// repositories have none of it, and asking git to convert costs a process for each file,
/// so it is asked for these only.
/// </remarks>
internal sealed class ConvertedPaths(GitProgram git)
{
    private static readonly ImmutableArray<string> Attributes =
        ["text", "eol", "crlf", "ident", "filter", "working-tree-encoding"];

    /// <param name="paths">The paths of files, as git printed them.</param>
    /// <returns>Those that may need a conversion; more than do.</returns>
    public async Task<HashSet<RelativePath>> AmongAsync(
        IReadOnlyCollection<ReadOnlyMemory<byte>> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        bool convertsText = await ConvertsTextAsync(cancellationToken);
        var input = new ArrayBufferWriter<byte>();
        foreach (var path in paths)
        {
            input.Write(path.Span);
            input.Write("\0"u8);
        }

        var output = await git.RequireAsync(
            ["check-attr", "--stdin", "-z", .. Attributes], input.WrittenMemory, cancellationToken);
        var converted = new HashSet<RelativePath>();
        var fields = GitOutput.Fields(output).ToList();
        for (int i = 0; i + 2 < fields.Count; i += 3)
        {
            // Three fields each: the path, the attribute, its value.
            if (Converts(Text(fields[i + 1]), Text(fields[i + 2]), convertsText)
                && GitOutput.Path(fields[i].Span) is { } path)
            {
                converted.Add(path);
            }
        }

        return converted;
    }

    private static string Text(ReadOnlyMemory<byte> field) => Encoding.UTF8.GetString(field.Span);

    private static bool Converts(string attribute, string value, bool convertsText) => (attribute, value) switch
    {
        ("text", "unset") => false,
        ("text", _) => convertsText,
        ("eol", "crlf") or ("crlf", not ("unspecified" or "unset")) => true,
        ("ident", "set") => true,
        ("filter" or "working-tree-encoding", not ("unspecified" or "unset" or "set")) => true,
        _ => false,
    };

    /// <summary>Whether the configuration has git write CRLF into files that no attribute speaks of.</summary>
    private async Task<bool> ConvertsTextAsync(CancellationToken cancellationToken)
    {
        var answer = await git.RunAsync(
            ["config", "--get-regexp", @"^core\.(autocrlf|eol)$"], cancellationToken);
        return Text(answer.Output).Split('\n').Any(line => line is "core.eol crlf" || IsTrue(line, "core.autocrlf"));
    }

    // "core.autocrlf" alone, without a value, also means true.
    private static bool IsTrue(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal)
        && line[name.Length..].Trim().ToLowerInvariant() is "" or "true" or "yes" or "on" or "1";
}
