using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Where a person reads what a task was made of.</summary>
internal static class SourceLink
{
    private const string GitHubSsh = "git@github.com:";
    private const string GitHub = "https://github.com/";

    /// <summary>
    /// A page for a path at the revision of a push; the repository where no form of such pages is known.
    /// </summary>
    /// <remarks>As taskgraph's <c>Parameters.file_url</c>, which knows the same two hosts.</remarks>
    public static string Of(PushParameters parameters, RelativePath path)
    {
        string repository = parameters.HeadRepository;
        if (parameters.RepositoryType == "hg")
        {
            return $"{repository.TrimEnd('/')}/file/{parameters.HeadRevision}/{Escape(path)}";
        }

        if (repository.StartsWith(GitHubSsh, StringComparison.Ordinal))
        {
            repository = GitHub + repository[GitHubSsh.Length..];
        }

        if (!repository.StartsWith(GitHub, StringComparison.Ordinal))
        {
            return repository;
        }

        repository = repository.TrimEnd('/');
        repository = repository.EndsWith(".git", StringComparison.Ordinal) ? repository[..^".git".Length] : repository;
        return $"{repository}/blob/{parameters.HeadRevision}/{Escape(path)}";
    }

    /// <summary>The content of a path at the revision of a push, as taskgraph's <c>file_url</c> gives it for
    /// programs.</summary>
    public static string RawOf(PushParameters parameters, RelativePath path)
    {
        string page = Of(parameters, path);
        string revision = $"/{parameters.HeadRevision}/";
        return parameters.RepositoryType == "hg"
            ? page.Replace($"/file{revision}", $"/raw-file{revision}", StringComparison.Ordinal)
            : page.Replace($"/blob{revision}", $"/raw{revision}", StringComparison.Ordinal);
    }

    private static string Escape(RelativePath path) =>
        path.IsRoot ? string.Empty : string.Join('/', path.Value.Split('/').Select(Uri.EscapeDataString));
}
