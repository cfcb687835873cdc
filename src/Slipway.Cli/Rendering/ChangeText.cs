using System.Globalization;
using Slipway.Application.Wording;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Cli.Rendering;

/// <summary>Changes of inputs in words.</summary>
internal static class ChangeText
{
    /// <summary>What changed: a path of the tree, or the name of something else.</summary>
    public static string Subject(LocatedChange change) => change.Change switch
    {
        InputChange.OfFile file => Display.Line(change.Origin?.TreePath.Value ?? file.Path),
        InputChange.Argument argument => $"argument {argument.Name}",
        InputChange.CacheBuster => "cache buster",
        InputChange.Platform => "platform",
        InputChange.Dockerfile => "Dockerfile",
        InputChange.Parent parent => $"parent {parent.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    /// <summary>What happened to it.</summary>
    public static string Verb(InputChange change) =>
        change switch
        {
            InputChange.FileAdded or InputChange.Argument { Before: null } or InputChange.Parent { Before: null } =>
                "added",
            InputChange.FileRemoved or InputChange.Argument { After: null } or InputChange.Parent { After: null } =>
                "removed",
            InputChange.FileRenamed => "renamed",
            _ => "changed",
        };

    /// <summary>A whole line: subject, verb, and in brackets from what to what.</summary>
    public static string Describe(LocatedChange change)
    {
        string detail = Detail(change);
        return $"{Subject(change)} {Verb(change.Change)}{(detail.Length > 0 ? $" ({detail})" : string.Empty)}";
    }

    /// <summary>What brings a file into a context, as what follows its name; empty for the image's own files.</summary>
    public static string Through(FileOrigin? origin) => origin switch
    {
        { Kind: OriginKind.Include, Line: { } line } => $"included by {line}",
        { Kind: OriginKind.Include } => "was included",
        { Kind: OriginKind.RunTask, Line: { } line } => $"included with run-task by {line}",
        { Kind: OriginKind.RunTask } => "was included with run-task",
        { Kind: OriginKind.Dockerfile } => "its Dockerfile",
        { Kind: OriginKind.Folder } => "in its folder",
        { Kind: OriginKind.Patch } => "its patch",
        _ => string.Empty,
    };

    /// <summary>Several changes in a few words: the name of a single one, else how many of each kind.</summary>
    public static string Summary(IEnumerable<LocatedChange> changes)
    {
        var all = changes.Where(change => !change.IsConsequence).ToList();
        if (all is [var single])
        {
            return Subject(single);
        }

        string[] parts =
        [
            Count(all.Count(change => change.Change is InputChange.OfFile), "file"),
            Count(all.Count(change => change.Change is InputChange.Argument), "argument"),
            Count(all.Count(change => change.Change is InputChange.Parent), "parent"),
            all.Exists(change => change.Change is InputChange.CacheBuster) ? "cache buster" : string.Empty,
            all.Exists(change => change.Change is InputChange.Platform) ? "platform" : string.Empty,
            all.Exists(change => change.Change is InputChange.Dockerfile) ? "Dockerfile" : string.Empty,
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>A number and a noun.</summary>
    public static string Count(int number, string noun) =>
        number == 0
            ? string.Empty
            : $"{number.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(number == 1 ? string.Empty : "s")}";

    private static string Detail(LocatedChange change) => change.Change switch
    {
        InputChange.FileAdded { File: { Size: { } size } } => Units.Bytes(size),
        InputChange.FileAdded file => $"link to {Display.Text(file.File.Target!)}",
        InputChange.FileChanged file => Difference(file.Before, file.After),
        InputChange.FileRenamed file => $"was {Display.Line(file.Before.Path)}",
        InputChange.Argument { Before: { } before, After: { } after } => $"{Quote(before)} → {Quote(after)}",
        InputChange.Argument argument => Quote(argument.Before ?? argument.After!),
        InputChange.CacheBuster buster => $"{Quote(buster.Before)} → {Quote(buster.After)}",
        InputChange.Platform platform => $"{platform.Before} → {platform.After}",
        InputChange.Dockerfile dockerfile =>
            $"{Display.Text(dockerfile.Before)} → {Display.Text(dockerfile.After)}",
        InputChange.Parent { After: { } digest } => digest.Short,
        _ => string.Empty,
    };

    private static string Difference(ManifestFile before, ManifestFile after) => (before, after) switch
    {
        ({ Target: { } then }, { Target: { } now }) => $"link to {Display.Text(then)} → {Display.Text(now)}",
        ({ Target: null }, { Target: { } now }) => $"file → link to {Display.Text(now)}",
        ({ Target: { } then }, _) => $"link to {Display.Text(then)} → file",
        _ when before.Sha256 == after.Sha256 => $"mode {before.Mode} → {after.Mode}",
        _ => string.Join(", ", new[]
        {
            before.Size != after.Size ? $"{Units.Bytes(before.Size!.Value)} → {Units.Bytes(after.Size!.Value)}"
            : before.Mode != after.Mode ? "other content" : string.Empty,
            before.Mode == after.Mode ? string.Empty : $"mode {before.Mode} → {after.Mode}",
        }.Where(part => part.Length > 0)),
    };

    private static string Quote(string text) => $"\"{Display.Text(text)}\"";
}
