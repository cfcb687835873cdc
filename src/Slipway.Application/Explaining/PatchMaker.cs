using System.Text;
using System.Text.Unicode;
using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Shows changes of text files line by line, when both contents are to be had.</summary>
public sealed class PatchMaker(ContentFinder contents)
{
    /// <summary>The patches of the causes that are changes of a file's content.</summary>
    public async Task<IReadOnlyDictionary<Cause, Patch>> MakeAllAsync(
        Explanation explanation, CancellationToken cancellationToken)
    {
        var patches = new Dictionary<Cause, Patch>();
        foreach (var cause in explanation.Causes)
        {
            if (cause.Change is { } change && await MakeAsync(change, cancellationToken) is { } patch)
            {
                patches.Add(cause, patch);
            }
        }

        return patches;
    }

    /// <returns>Null for a change that is not one of a file's content.</returns>
    private async Task<Patch?> MakeAsync(LocatedChange change, CancellationToken cancellationToken)
    {
        if (change is not { Change: InputChange.FileChanged { HasOtherContent: true } file, Origin.TreePath: var path }
            || file is not { Before.Sha256: { } before, After.Sha256: { } after })
        {
            return null;
        }

        if (change.Dockerfile is { } dockerfile)
        {
            return Patch.Of(TextDiff.Unified(dockerfile.Before, dockerfile.After, path.Value));
        }

        if (Math.Max(file.Before.Size ?? 0, file.After.Size ?? 0) > ContentFinder.MaximumSize)
        {
            return Patch.None("it is too large to show");
        }

        if (await FindAsync(path, after, cancellationToken) is not { } now)
        {
            return Patch.None("its content is not to be had any more");
        }

        if (await FindAsync(path, before, cancellationToken) is not { } then)
        {
            return Patch.None("its former content is not to be had: git does not have it");
        }

        return Decode(then) is { } old && Decode(now) is { } current
            ? Patch.Of(TextDiff.Unified(old, current, path.Value))
            : Patch.None("it is not text");
    }

    private Task<ReadOnlyMemory<byte>?> FindAsync(
        RelativePath path, Sha256Digest hash, CancellationToken cancellationToken) =>
        contents.FindAsync(path, content => Sha256Digest.Of(content.Span) == hash, cancellationToken);

    /// <summary>The text; null for what no person would read.</summary>
    private static string? Decode(ReadOnlyMemory<byte> content) =>
        Utf8.IsValid(content.Span) && !content.Span.Contains((byte)0) ? Encoding.UTF8.GetString(content.Span) : null;
}

/// <summary>How a file's text changed.</summary>
/// <param name="Text">A unified diff; null when there is none to show.</param>
/// <param name="Missing">Why there is none.</param>
public sealed record Patch(string? Text, string? Missing)
{
    public static Patch Of(string text) => new(text, null);

    public static Patch None(string reason) => new(null, reason);
}
