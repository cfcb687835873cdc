using System.Collections.Immutable;
using Slipway.Model.Registries;

namespace Slipway.Application.Vouching;

/// <summary>
/// How much is read of what lies beside an image, where anybody may have laid it who may write there. A statement has
/// some kilobytes, so the smallest come first, and none of those is left out for what is large.
/// </summary>
internal static class StatementBudget
{
    private const int Mebibyte = 1 << 20;

    /// <summary>Bytes at most that are read about one manifest or config of one repository.</summary>
    public const int Most = 16 * Mebibyte;

    /// <summary>What is read of some bundles.</summary>
    /// <param name="bundles">All of them.</param>
    /// <param name="repository">Where they lie.</param>
    /// <param name="tell">Told when something is left out; null where nobody hears it.</param>
    public static ImmutableArray<OciDescriptor> Choose(
        IReadOnlyCollection<OciDescriptor> bundles, RepositoryName repository, Action<string>? tell)
    {
        long sum = 0;
        ImmutableArray<OciDescriptor> chosen =
        [
            .. bundles
                .OrderBy(bundle => bundle.Size)
                .ThenBy(bundle => bundle.Digest)
                .TakeWhile(bundle => (sum += bundle.Size) <= Most),
        ];
        if (chosen.Length < bundles.Count)
        {
            tell?.Invoke(
                $"Of the {bundles.Count} statements beside an image in {repository} the largest "
                + $"{bundles.Count - chosen.Length} were not read: together they have more than "
                + $"{Most / Mebibyte} MiB.");
        }

        return chosen;
    }
}
