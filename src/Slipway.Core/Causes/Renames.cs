using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Finds the files that only changed their place.</summary>
internal static class Renames
{
    /// <param name="removed">Files that are gone, sorted by path.</param>
    /// <param name="added">Files that came, sorted by path.</param>
    /// <returns>Pairs of the same content, each file in one pair at most.</returns>
    public static List<InputChange.FileRenamed> Find(List<ManifestFile> removed, List<ManifestFile> added)
    {
        // Each file is taken from the front of its queue once: thousands of files may have the same content.
        var taken = new HashSet<ManifestFile>(ReferenceEqualityComparer.Instance);
        var found = new List<InputChange.FileRenamed>();

        // A file that kept its name is the likelier origin, so those choose first.
        Pair(file => (ContentOf(file), NameOf(file)), _ => true);
        // Empty files are alike without having to do with one another.
        Pair(file => (ContentOf(file), string.Empty), file => file.Size != 0);
        return found;

        void Pair(Func<ManifestFile, ((Sha256Digest?, string?), string)> keyOf, Func<ManifestFile, bool> counts)
        {
            var origins = removed.Where(file => !taken.Contains(file)).GroupBy(keyOf)
                .ToDictionary(group => group.Key, group => new Queue<ManifestFile>(group));
            foreach (var file in added.Where(file => !taken.Contains(file) && counts(file)))
            {
                if (origins.TryGetValue(keyOf(file), out var candidates) && candidates.TryDequeue(out var origin))
                {
                    taken.Add(origin);
                    taken.Add(file);
                    found.Add(new InputChange.FileRenamed(origin, file));
                }
            }
        }
    }

    private static (Sha256Digest?, string?) ContentOf(ManifestFile file) => (file.Sha256, file.Target);

    private static string NameOf(ManifestFile file) => file.Path[(file.Path.LastIndexOf('/') + 1)..];
}
