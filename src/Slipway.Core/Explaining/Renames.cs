using Slipway.Core.Digests;
using Slipway.Core.Values;

namespace Slipway.Core.Explaining;

/// <summary>Finds the files that only changed their place.</summary>
internal static class Renames
{
    /// <param name="removed">Files that are gone, sorted by path.</param>
    /// <param name="added">Files that came, sorted by path.</param>
    /// <returns>Pairs of the same content, each file in one pair at most.</returns>
    public static List<InputChange.FileRenamed> Find(List<ManifestFile> removed, List<ManifestFile> added)
    {
        var origins = removed.ToLookup(ContentOf);
        var taken = new HashSet<ManifestFile>(ReferenceEqualityComparer.Instance);
        var found = new List<InputChange.FileRenamed>();

        // A file that kept its name is the likelier origin, so those choose first.
        foreach (bool sameName in new[] { true, false })
        {
            foreach (var file in added.Where(file => !taken.Contains(file)))
            {
                // Empty files are alike without having to do with one another.
                var origin = sameName || file.Size != 0
                    ? origins[ContentOf(file)].FirstOrDefault(candidate =>
                        !taken.Contains(candidate) && (!sameName || NameOf(candidate) == NameOf(file)))
                    : null;
                if (origin is not null)
                {
                    taken.Add(origin);
                    taken.Add(file);
                    found.Add(new InputChange.FileRenamed(origin, file));
                }
            }
        }

        return found;
    }

    private static (Sha256Digest?, string?) ContentOf(ManifestFile file) => (file.Sha256, file.Target);

    private static string NameOf(ManifestFile file) => file.Path[(file.Path.LastIndexOf('/') + 1)..];
}
