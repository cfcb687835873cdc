using Slipway.Model.Registries;

namespace Slipway.Model.Indexing;

/// <summary>Remembers on this machine what a registry answered, so that it is not asked again at once.</summary>
public interface IAnswerCache
{
    /// <summary>Those answers that were given after a moment; questions without one are left out.</summary>
    /// <param name="questions">Tags with their repositories.</param>
    Task<IReadOnlyDictionary<string, RememberedAnswer>> FindAsync(
        IReadOnlyCollection<string> questions, DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>Remembers answers in place of older ones. Where nothing can be kept, nothing is.</summary>
    Task KeepAsync(
        IReadOnlyDictionary<string, RememberedAnswer> answers,
        DateTimeOffset given,
        CancellationToken cancellationToken);
}

/// <summary>What a registry answered.</summary>
/// <param name="Manifest">What the tag leads to; null when there is no such tag.</param>
public sealed record RememberedAnswer(RegistryManifest? Manifest);

/// <summary>Remembers nothing.</summary>
public sealed class NoAnswerCache : IAnswerCache
{
    public static readonly NoAnswerCache Instance = new();

    private NoAnswerCache()
    {
    }

    public Task<IReadOnlyDictionary<string, RememberedAnswer>> FindAsync(
        IReadOnlyCollection<string> questions, DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, RememberedAnswer>>(
            System.Collections.Immutable.ImmutableDictionary<string, RememberedAnswer>.Empty);

    public Task KeepAsync(
        IReadOnlyDictionary<string, RememberedAnswer> answers,
        DateTimeOffset given,
        CancellationToken cancellationToken) => Task.CompletedTask;
}
