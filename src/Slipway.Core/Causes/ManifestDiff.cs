using System.Collections.Immutable;
using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Finds the fewest changes that lead from one inputs manifest to another, and carries them out.</summary>
public static class ManifestDiff
{
    /// <summary>The changes, files first; none exactly when the manifests are the same bytes.</summary>
    public static ImmutableArray<InputChange> Between(BuildInputs before, BuildInputs after)
    {
        var changes = ImmutableArray.CreateBuilder<InputChange>();
        AddFiles(before.Files, after.Files, changes);
        foreach (string name in Names(before.Args.Keys, after.Args.Keys))
        {
            string? then = before.Args.GetValueOrDefault(name);
            string? now = after.Args.GetValueOrDefault(name);
            if (then != now)
            {
                changes.Add(new InputChange.Argument(name, then, now));
            }
        }

        if (before.CacheBuster != after.CacheBuster)
        {
            changes.Add(new InputChange.CacheBuster(before.CacheBuster, after.CacheBuster));
        }

        if (before.Dockerfile != after.Dockerfile)
        {
            changes.Add(new InputChange.Dockerfile(before.Dockerfile, after.Dockerfile));
        }

        if (before.Platform != after.Platform)
        {
            changes.Add(new InputChange.Platform(before.Platform, after.Platform));
        }

        AddParents(before.Parents, after.Parents, changes);
        return changes.DrainToImmutable();
    }

    /// <summary>Carries out changes.</summary>
    /// <param name="before">What they were found from.</param>
    /// <param name="changes">What <see cref="Between"/> gave.</param>
    public static BuildInputs Apply(BuildInputs before, IEnumerable<InputChange> changes)
    {
        var files = before.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var added = new List<ManifestFile>();
        var parents = before.Parents.ToDictionary(parent => parent.Ref, StringComparer.Ordinal);
        var result = before;
        foreach (var change in changes)
        {
            switch (change)
            {
                case InputChange.FileAdded file:
                    added.Add(file.File);
                    break;
                case InputChange.FileRemoved file:
                    files.Remove(file.File.Path);
                    break;
                case InputChange.FileChanged file:
                    files[file.Path] = file.After;
                    break;
                case InputChange.FileRenamed file:
                    files.Remove(file.Before.Path);
                    added.Add(file.After);
                    break;
                case InputChange.Argument argument:
                    result = result with
                    {
                        Args = argument.After is { } value
                            ? result.Args.SetItem(argument.Name, value)
                            : result.Args.Remove(argument.Name),
                    };
                    break;
                case InputChange.CacheBuster buster:
                    result = result with { CacheBuster = buster.After };
                    break;
                case InputChange.Dockerfile dockerfile:
                    result = result with { Dockerfile = dockerfile.After };
                    break;
                case InputChange.Platform platform:
                    result = result with { Platform = platform.After };
                    break;
                case InputChange.Parent { After: { } digest } parent:
                    parents[parent.Name] = new ManifestParent(parent.Name, digest);
                    break;
                case InputChange.Parent parent:
                    parents.Remove(parent.Name);
                    break;
            }
        }

        return result with
        {
            Files = [.. files.Values.Concat(added).OrderBy(file => file.Path, Utf8Order.Instance)],
            Parents = [.. parents.Values.OrderBy(parent => parent.Ref, StringComparer.Ordinal)],
        };
    }

    private static void AddFiles(
        ImmutableArray<ManifestFile> before,
        ImmutableArray<ManifestFile> after,
        ImmutableArray<InputChange>.Builder changes)
    {
        var removed = new List<ManifestFile>();
        var added = new List<ManifestFile>();
        int i = 0;
        int j = 0;
        while (i < before.Length || j < after.Length)
        {
            int order = i == before.Length ? 1
                : j == after.Length ? -1
                : Utf8Order.Compare(before[i].Path, after[j].Path);
            if (order < 0)
            {
                removed.Add(before[i++]);
            }
            else if (order > 0)
            {
                added.Add(after[j++]);
            }
            else if (before[i++] is var then && after[j++] is var now && then != now)
            {
                changes.Add(new InputChange.FileChanged(then, now));
            }
        }

        var renamed = Renames.Find(removed, added);
        changes.AddRange(renamed);
        var gone = renamed.Select(rename => rename.Before).ToHashSet();
        var come = renamed.Select(rename => rename.After).ToHashSet();
        changes.AddRange(added.Where(file => !come.Contains(file)).Select(file => new InputChange.FileAdded(file)));
        changes.AddRange(removed.Where(file => !gone.Contains(file)).Select(file => new InputChange.FileRemoved(file)));
    }

    private static void AddParents(
        ImmutableArray<ManifestParent> before,
        ImmutableArray<ManifestParent> after,
        ImmutableArray<InputChange>.Builder changes)
    {
        var then = before.ToDictionary(
            parent => parent.Ref, parent => (InputsDigest?)parent.Digest, StringComparer.Ordinal);
        var now = after.ToDictionary(
            parent => parent.Ref, parent => (InputsDigest?)parent.Digest, StringComparer.Ordinal);
        foreach (string name in Names(then.Keys, now.Keys))
        {
            var change = new InputChange.Parent(name, then.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (change.Before != change.After)
            {
                changes.Add(change);
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<string> before, IEnumerable<string> after) =>
        before.Union(after, StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
