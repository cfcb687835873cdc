namespace Slipway.Registry.Http;

/// <summary>What a token allows (https://distribution.github.io/distribution/spec/auth/scope/).</summary>
/// <param name="Repository">The repository's path.</param>
/// <param name="Actions">The actions, separated by commas.</param>
internal readonly record struct Scope(string Repository, string Actions)
{
    public static Scope Pull(string repository) => new(repository, "pull");

    public static Scope Push(string repository) => new(repository, "pull,push");

    public override string ToString() => $"repository:{Repository}:{Actions}";
}
