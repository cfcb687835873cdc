using Slipway.Core.Causes;

namespace Slipway.Review.Reproducing;

/// <summary>Says why a file of a context is another one in another place. Pure.</summary>
public static class DifferenceClassifier
{
    private const string LinkMode = "link";

    /// <param name="change">From the manifest here to the one there.</param>
    /// <param name="facts">What is known of the file.</param>
    public static DifferenceKind Classify(InputChange.OfFile change, FileFacts facts) =>
        change switch
        {
            // That a bit is not committed says less than which.
            InputChange.FileChanged { HasOtherContent: false } file when facts.State == GitState.Changed => Classify(
                file, facts),
            _ when Classify(facts.State) is { } kind => kind,
            InputChange.FileChanged file => Classify(file, facts),
            // What is committed and not there belongs to a repository of its own.
            InputChange.FileRemoved => DifferenceKind.Submodule,
            _ => DifferenceKind.Content,
        };

    /// <summary>What git alone can say of a file; null when it is committed as it is.</summary>
    public static DifferenceKind? Classify(GitState state) => state switch
    {
        GitState.Untracked => DifferenceKind.Untracked,
        GitState.Ignored => DifferenceKind.Ignored,
        GitState.Changed => DifferenceKind.Uncommitted,
        GitState.AssumedUnchanged => DifferenceKind.AssumedUnchanged,
        GitState.NotCheckedOut => DifferenceKind.NotCheckedOut,
        _ => null,
    };

    private static DifferenceKind Classify(InputChange.FileChanged file, FileFacts facts)
    {
        if ((file.Before.Mode == LinkMode) != (file.After.Mode == LinkMode))
        {
            return DifferenceKind.Link;
        }

        if (file.HasOtherContent)
        {
            return IsPointer(facts.There.Span) ? DifferenceKind.LfsPointer
                : AreSameButLineEnds(facts.Here.Span, facts.There.Span) ? DifferenceKind.LineEnds
                : DifferenceKind.Content;
        }

        return IsExecutable(file.Before.Mode) != IsExecutable(file.After.Mode)
            ? DifferenceKind.ExecutableBit
            : DifferenceKind.PermissionBits;
    }

    private static bool IsExecutable(string mode) =>
        (Convert.ToInt32(mode, fromBase: 8) & (int)UnixFileMode.UserExecute) != 0;

    // https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer
    private static bool IsPointer(ReadOnlySpan<byte> content) => content.StartsWith("version https://git-lfs."u8);

    /// <summary>Whether two texts are the same once every CR LF is taken for an LF.</summary>
    private static bool AreSameButLineEnds(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int i = 0;
        int j = 0;
        while (true)
        {
            i += IsBreak(one, i) ? 1 : 0;
            j += IsBreak(other, j) ? 1 : 0;
            if (i == one.Length || j == other.Length)
            {
                return i == one.Length && j == other.Length;
            }

            if (one[i++] != other[j++])
            {
                return false;
            }
        }
    }

    private static bool IsBreak(ReadOnlySpan<byte> text, int place) =>
        place + 1 < text.Length && text[place] == '\r' && text[place + 1] == '\n';
}

/// <summary>What has to be known of a file to say why it differs.</summary>
/// <param name="State">What git knows of it.</param>
/// <param name="Here">Its content here; empty when there is none or it is a link.</param>
/// <param name="There">Its content in the other place.</param>
public readonly record struct FileFacts(GitState State, ReadOnlyMemory<byte> Here, ReadOnlyMemory<byte> There);

/// <summary>What git knows of a file.</summary>
public enum GitState
{
    /// <summary>It is committed as it is.</summary>
    Committed,

    /// <summary>It is tracked, and not as it was committed.</summary>
    Changed,

    Untracked,

    Ignored,

    /// <summary>It is not as it was committed, and git was told to take it for unchanged.</summary>
    AssumedUnchanged,

    /// <summary>
    /// It is not as it was committed, or not there, and git was told to leave it out of the checkout.
    /// </summary>
    NotCheckedOut,
}
