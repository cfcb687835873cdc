using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Finds instructions that one builder reads in another way than the next.</summary>
/// <remarks>
/// What separates lines, comments and directives from each other is no matter of doubt: <see cref="PlainDockerfile"/>
/// writes them so that there is one reading. What is left are the instructions themselves. The parsers are those of
/// BuildKit (<c>frontend/dockerfile/parser</c>) and of Buildah and Podman (<c>openshift/imagebuilder</c>).
/// </remarks>
internal static class ReadingDoubts
{
    /// <summary>
    /// The most bytes of an instruction. Go's scanner, which all builders read with, takes 65,535 with the line's end,
    /// and the names and ids that a build is given are longer than those that were written.
    /// </summary>
    public const int LongestInstruction = 60_000;

    /// <returns>What is doubtful, and what to do; null when all builders read the instruction alike.</returns>
    public static (string Message, string Remedy)? Find(Instruction instruction, char escape)
    {
        if (!Keywords.Contains(instruction.Keyword))
        {
            return Keywords.Unknown(instruction.Keyword);
        }

        if (instruction.Text.Any(c => char.IsControl(c) && c != '\t'))
        {
            return (
                $"{instruction.Keyword} holds a control character, which builders read in different ways",
                "Remove it; programs can make one themselves, as printf does of '\\033'.");
        }

        if (Encoding.UTF8.GetByteCount(instruction.Text) > LongestInstruction)
        {
            return (
                $"{instruction.Keyword} is longer than {LongestInstruction:N0} bytes, and some builders leave out what "
                + "follows such a line",
                "Move its text into a file that it copies or runs.");
        }

        if (instruction.Text.AsSpan().TrimEnd(" \t").EndsWith([escape]))
        {
            return (
                $"{instruction.Keyword} ends with '{escape}{escape}', which some builders take for a line that goes on",
                "Write something behind it.");
        }

        var (flags, flagsEnd) = BuilderFlag.Read(instruction, escape);
        var options = instruction.Text.AsSpan(instruction.ArgumentsStart, flagsEnd - instruction.ArgumentsStart);
        if (options.ContainsAnyExcept(PlainFlags))
        {
            return (
                $"The options of {instruction.Keyword} hold a backslash, a backtick or a character that is not ASCII, "
                + "which builders read in different ways",
                "Write them without.");
        }

        // Buildah and Podman put values in the places of variables, and take quotes off, once more and in the whole
        // option.
        return flags.Any(flag => flag.Text.AsSpan().ContainsAny('"', '\'') || !HasPlainName(flag.Text))
            ? (
                $"An option of {instruction.Keyword} has a variable in its name, or quotes within quotes, which some "
                + "builders read as another option",
                "Write its name as it is, and at most one pair of quotes.")
            : null;
    }

    private static bool HasPlainName(string flag)
    {
        int equals = flag.IndexOf('=', StringComparison.Ordinal);
        return flag.AsSpan(2, (equals < 0 ? flag.Length : equals) - 2).IndexOfAnyExcept(NameCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static readonly System.Buffers.SearchValues<char> PlainFlags = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('\\' or '`')), '\t']);
}
