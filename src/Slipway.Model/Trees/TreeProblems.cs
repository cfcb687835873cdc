using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Model.Trees;

/// <summary>The errors of reading the tree, in one wording.</summary>
public static class TreeProblems
{
    public static SlipwayException Unreadable(RelativePath path, string reason, Exception? inner = null) =>
        Error(
            TreeCodes.Unreadable,
            path,
            $"'{path}' cannot be read: {reason}",
            "Give the user who runs Slipway the right to read it, or keep it out of the context.",
            inner);

    public static SlipwayException NotFound(RelativePath path) =>
        Error(TreeCodes.NotFound, path, $"'{path}' does not exist", "Create it, or correct what names it.");

    public static SlipwayException Changed(RelativePath path) =>
        Error(
            TreeCodes.FileChanged,
            path,
            $"'{path}' changed while it was read",
            "Run the command again when nothing writes to the tree any more.");

    public static SlipwayException LinkLeavesRoot(RelativePath path) =>
        Error(
            TreeCodes.LinkLeavesRoot,
            path,
            $"'{path}' leads outside the root through a symbolic link",
            "Point the link at something in the tree, or put a copy in its place.");

    public static SlipwayException LinkNotFollowed(RelativePath path) =>
        Error(
            TreeCodes.LinkNotFollowed,
            path,
            $"'{path}' is part of a loop of symbolic links",
            "Point one of the links at a file or a folder.");

    public static SlipwayException NotAFile(RelativePath path) =>
        Error(TreeCodes.SpecialFile, path, $"'{path}' is not a regular file", "Put a regular file in its place.");

    // No executable bits there, so the same tree would have another digest than elsewhere.
    public static SlipwayException WindowsUnsupported(string root) =>
        new(new Diagnostic(
            TreeCodes.WindowsUnsupported,
            $"The tree in {root} cannot be read: Windows keeps no permission bits, and these are part of every digest",
            "Run Slipway on Linux; on Windows, in the Windows Subsystem for Linux "
            + "with the tree on its own file system."));

    public static SlipwayException NameNotUtf8(RelativePath folder, ReadOnlySpan<byte> name) =>
        Error(
            TreeCodes.NameNotUtf8,
            folder,
            $"'{Escape(name)}' in '{folder}' is not UTF-8",
            "Rename it; names in a context must read the same on every machine.");

    private static SlipwayException Error(
        DiagnosticCode code, RelativePath path, string message, string remedy, Exception? inner = null) =>
        new(new Diagnostic(code, message, remedy, new SourceLocation(path.ToString())), inner);

    private static string Escape(ReadOnlySpan<byte> name)
    {
        var text = new System.Text.StringBuilder();
        foreach (byte b in name)
        {
            _ = b is >= 0x20 and < 0x7f ? text.Append((char)b) : text.Append($"\\x{b:x2}");
        }

        return text.ToString();
    }
}
