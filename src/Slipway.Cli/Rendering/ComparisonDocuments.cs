using Slipway.Application.Explaining;
using Slipway.Cli.Json;
using Slipway.Core.Causes;
using Slipway.Core.Digests;

namespace Slipway.Cli.Rendering;

/// <summary>Explanations as JSON.</summary>
internal static class ComparisonDocuments
{
    public static IReadOnlyList<CauseDocument> Causes(
        Explanation explanation, IReadOnlyDictionary<Cause, Patch> patches) =>
        [.. explanation.Causes.Select(cause => ToDocument(cause, patches.GetValueOrDefault(cause)))];

    public static ThroughDocument? Through(FileOrigin? origin) => origin is null
        ? null
        : new ThroughDocument(
            origin.Kind switch
            {
                OriginKind.Folder => "folder",
                OriginKind.Dockerfile => "dockerfile",
                OriginKind.Include => "include",
                OriginKind.RunTask => "run-task",
                OriginKind.Patch => "patch",
                _ => throw new ArgumentOutOfRangeException(nameof(origin)),
            },
            origin.Line?.File,
            origin.Line?.Line);

    private static CauseDocument ToDocument(Cause cause, Patch? patch)
    {
        var (before, after) = cause.Change is { } change ? States(change.Change) : default;
        return new CauseDocument(
            KindOf(cause),
            cause.Change is { } known ? ChangeText.Subject(known) : cause.Entries[0].Image.Value,
            CauseRenderer.Describe(cause),
            before,
            after,
            cause.Change?.Dockerfile is { } dockerfile
                ? [.. dockerfile.Lines.Select(line => new LineDocument(line.Number, line.Before, line.After))]
                : null,
            patch?.Text,
            patch?.Missing,
            [.. cause.Entries.Select(entry => new EntryDocument(entry.Image.Value, Through(entry.Change?.Origin)))],
            [.. cause.Images.Select(image => image.Value)]);
    }

    private static string KindOf(Cause cause) => cause.Kind switch
    {
        ComparisonKind.Added => "image-added",
        ComparisonKind.Removed => "image-removed",
        ComparisonKind.BeforeUnknown or ComparisonKind.AfterUnknown => "unknown",
        ComparisonKind.BuilderChanged => "builder-changed",
        _ => cause.Change!.Change switch
        {
            InputChange.OfFile file => $"file-{ChangeText.Verb(file)}",
            InputChange.Argument argument => $"argument-{ChangeText.Verb(argument)}",
            InputChange.Parent parent => $"parent-{ChangeText.Verb(parent)}",
            InputChange.CacheBuster => "cache-buster-changed",
            InputChange.Platform => "platform-changed",
            InputChange.Dockerfile => "dockerfile-changed",
            _ => throw new ArgumentOutOfRangeException(nameof(cause)),
        },
    };

    private static (StateDocument? Before, StateDocument? After) States(InputChange change) => change switch
    {
        InputChange.FileAdded file => (null, StateOf(file.File)),
        InputChange.FileRemoved file => (StateOf(file.File), null),
        InputChange.FileChanged file => (StateOf(file.Before), StateOf(file.After)),
        InputChange.FileRenamed file => (StateOf(file.Before), StateOf(file.After)),
        InputChange.Argument argument => (StateOf(argument.Before), StateOf(argument.After)),
        InputChange.CacheBuster buster => (StateOf(buster.Before), StateOf(buster.After)),
        InputChange.Platform platform => (StateOf(platform.Before), StateOf(platform.After)),
        InputChange.Dockerfile dockerfile => (StateOf(dockerfile.Before), StateOf(dockerfile.After)),
        InputChange.Parent parent => (
            parent.Before is { } before ? new StateDocument(Digest: before.ToString()) : null,
            parent.After is { } after ? new StateDocument(Digest: after.ToString()) : null),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static StateDocument StateOf(ManifestFile file) =>
        new(file.Path, file.Mode, file.Sha256?.ToString(), file.Size, file.Target);

    private static StateDocument? StateOf(string? value) => value is null ? null : new StateDocument(Value: value);
}
