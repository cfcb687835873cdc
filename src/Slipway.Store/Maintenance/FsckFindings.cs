using System.Collections.Immutable;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Store.Maintenance;

/// <summary>What is wrong, each thing once, with the images that it breaks.</summary>
internal sealed class FsckFindings
{
    private readonly List<FsckProblem> _problems = [];
    private readonly Dictionary<string, SortedSet<string>> _broken = new(StringComparer.Ordinal);

    public bool IsEmpty => _problems.Count == 0;

    /// <returns>False, for whoever asks whether all is well.</returns>
    public bool Add(FsckProblemKind kind, string subject, string message)
    {
        _problems.Add(new FsckProblem(kind, subject, message, []));
        return false;
    }

    /// <summary>
    /// Remembers the image that a broken part breaks: it is told with the part, and is no problem of its own.
    /// </summary>
    /// <param name="part">The digest of the part.</param>
    /// <param name="names">The image's names.</param>
    /// <param name="sound">Whether the part is sound, and nothing has to be remembered.</param>
    /// <returns><paramref name="sound"/>.</returns>
    public bool Part(Sha256Digest part, IEnumerable<string> names, bool sound)
    {
        if (!sound)
        {
            string subject = part.ToOciString();
            if (!_broken.TryGetValue(subject, out var images))
            {
                _broken[subject] = images = new SortedSet<string>(StringComparer.Ordinal);
            }

            images.UnionWith(names);
        }

        return sound;
    }

    public void Clear()
    {
        _problems.Clear();
        _broken.Clear();
    }

    public ImmutableArray<FsckProblem> ToProblems() =>
    [
        .. _problems.Select(problem => problem with { Images = [.. _broken.GetValueOrDefault(problem.Subject) ?? []] }),
    ];
}
