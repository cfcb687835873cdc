using System.Collections.Concurrent;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Indexing;

/// <summary>Answers of the registry as this machine remembers them, for one row of questions after another.</summary>
/// <param name="cache">Keeps them.</param>
/// <param name="age">How old an answer may be; zero to ask always.</param>
internal sealed class AnswerMemory(IAnswerCache cache, TimeSpan age, TimeProvider clock)
{
    /// <summary>Looks up what is remembered for some places.</summary>
    public async Task<Answers> RecallAsync(IEnumerable<SharedPlace> places, CancellationToken cancellationToken) =>
        new(age > TimeSpan.Zero
            ? await cache.FindAsync(
                [.. places.Select(place => place.Key).Distinct()], clock.GetUtcNow() - age, cancellationToken)
            : new Dictionary<string, RememberedAnswer>());

    /// <summary>Remembers what was asked since.</summary>
    public async Task KeepAsync(Answers answers, CancellationToken cancellationToken)
    {
        if (age > TimeSpan.Zero && !answers.Asked.IsEmpty)
        {
            await cache.KeepAsync(answers.Asked, clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Forgets the answers of places, so that they are asked again.</summary>
    public async Task ForgetAsync(IEnumerable<SharedPlace> places, CancellationToken cancellationToken)
    {
        if (age > TimeSpan.Zero)
        {
            // An answer from long ago is none.
            await cache.KeepAsync(
                places.ToDictionary(place => place.Key, _ => new RememberedAnswer(null)),
                DateTimeOffset.UnixEpoch,
                cancellationToken);
        }
    }

    /// <summary>Remembers one answer, or that there is nothing any more.</summary>
    public Task KeepAsync(SharedPlace place, RegistryManifest? manifest, CancellationToken cancellationToken)
    {
        var answers = new Answers(new Dictionary<string, RememberedAnswer>());
        answers.Asked[place.Key] = new RememberedAnswer(manifest);
        return KeepAsync(answers, cancellationToken);
    }
}

/// <summary>Answers that are remembered, and those that were asked for since.</summary>
internal sealed class Answers(IReadOnlyDictionary<string, RememberedAnswer> remembered)
{
    public ConcurrentDictionary<string, RememberedAnswer> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The first place of a row that is known to have something, when all before it are known to have nothing.
    /// </summary>
    public (SharedPlace Place, RegistryManifest Manifest)? First(IReadOnlyList<SharedPlace> row)
    {
        foreach (var place in row)
        {
            if (!remembered.TryGetValue(place.Key, out var answer))
            {
                return null;
            }

            if (answer.Manifest is { } manifest)
            {
                return (place, manifest);
            }
        }

        return null;
    }
}
