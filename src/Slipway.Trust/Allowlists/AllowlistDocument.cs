using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Trust.Allowlists;

/// <summary>The file <c>trust/allowlist.yml</c>: what it says, and its very bytes.</summary>
public sealed class AllowlistDocument
{
    /// <summary>Where it lies below the root.</summary>
    public static readonly RelativePath File = RelativePath.Parse("trust/allowlist.yml");

    private AllowlistDocument(ReadOnlyMemory<byte> content, Allowlist allowlist) =>
        (Content, Allowlist) = (content, allowlist);

    /// <summary>The bytes of the file; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    public Allowlist Allowlist { get; }

    /// <summary>Reads the file of a tree; one that does not exist allows nothing.</summary>
    /// <param name="problems">Gets everything that is wrong with the file, with line and column.</param>
    public static AllowlistDocument Read(ISourceTree tree, DiagnosticBag problems)
    {
        var files = new TreeFiles(tree, problems);
        return files.Exists(File) && files.Read(File, AllowlistReader.MaximumSize) is { } content
            ? Parse(content, problems)
            : new AllowlistDocument(ReadOnlyMemory<byte>.Empty, Allowlist.Empty);
    }

    /// <summary>Reads the bytes of the file. Entries that are wrong are reported and left out.</summary>
    public static AllowlistDocument Parse(ReadOnlyMemory<byte> content, DiagnosticBag problems) =>
        new(content, AllowlistReader.Read(content, problems));

    /// <summary>The document with one entry more; every byte that was there stays, comments too.</summary>
    /// <returns>This document when the image hash is allowed already.</returns>
    /// <exception cref="SlipwayException">The file is wrong, or written in a way
    /// to which nothing can be added.</exception>
    public AllowlistDocument Append(AllowlistEntry entry)
    {
        var problems = new DiagnosticBag();
        var before = Parse(Content, problems);
        problems.ThrowIfErrors();
        if (before.Allowlist.Allows(entry.Image, entry.ImageHash))
        {
            return this;
        }

        var content = AllowlistWriter.Append(Content, entry);
        var after = Parse(content, problems);
        return !problems.HasErrors && Says(after.Allowlist, before.Allowlist, entry)
            ? after
            : throw AllowlistWriter.NotAppendable(entry);
    }

    /// <summary>Whether a list says what it did before, and the new entry, and nothing else.</summary>
    private static bool Says(Allowlist after, Allowlist before, AllowlistEntry added) =>
        after.Entries.Select(Bare).ToHashSet().SetEquals(before.Entries.Append(added).Select(Bare))
        && after.Images.Keys.ToHashSet().SetEquals(before.Images.Keys.Append(added.Image));

    private static AllowlistEntry Bare(AllowlistEntry entry) => entry with { Location = null };
}
