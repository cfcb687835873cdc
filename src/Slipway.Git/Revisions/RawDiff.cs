using System.Collections.Immutable;
using System.Text;
using Slipway.Git.Programs;

namespace Slipway.Git.Revisions;

/// <summary>Reads the output of <c>git diff-index -z --raw --no-renames</c>.</summary>
/// <remarks>https://git-scm.com/docs/diff-format#_raw_output_format</remarks>
internal static class RawDiff
{
    public static ImmutableArray<GitChange> Parse(ReadOnlyMemory<byte> output)
    {
        var changes = ImmutableArray.CreateBuilder<GitChange>();
        string[]? head = null;
        foreach (var field in GitOutput.Fields(output))
        {
            if (head is null)
            {
                // ":<mode then> <mode now> <object then> <object now> <status>"
                head = Encoding.ASCII.GetString(field.Span).Split(' ');
                continue;
            }

            changes.Add(new GitChange(
                GitOutput.Path(field.Span), field, Convert.ToInt32(head[0][1..], fromBase: 8), head[2]));
            head = null;
        }

        return changes.ToImmutable();
    }
}
