using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Credentials;

/// <summary>
/// Looks for credentials where Docker and Podman keep them, when a registry asks for some and not before.
/// </summary>
internal sealed class CredentialFinder(RegistrySettings settings)
{
    private readonly ConcurrentDictionary<string, AuthFile?> _files = new(StringComparer.Ordinal);
    private readonly CredentialHelper _helper = new(settings);

    /// <param name="registry">As it stands in references.</param>
    /// <param name="repository">The path; empty for the registry as a whole.</param>
    /// <exception cref="SlipwayException">A file or a helper is broken.</exception>
    public async Task<CredentialSearch> FindAsync(
        string registry, string repository, CancellationToken cancellationToken)
    {
        var (files, isChosen) = Places();
        foreach (string path in files)
        {
            if (_files.GetOrAdd(path, _ => AuthFile.Read(path, isOptional: !isChosen)) is not { } file)
            {
                continue;
            }

            var found = file.HelperOf(registry) is { Length: > 0 } helper
                ? await _helper.GetAsync(helper, RegistryKeys.Server(registry), path, cancellationToken)
                : null;
            if ((found ?? file.Find(registry, repository)) is { } credential)
            {
                return new CredentialSearch(credential, files);
            }
        }

        return new CredentialSearch(null, files);
    }

    /// <summary>The files, the first that knows the registry wins; one that a person chose is the only one.</summary>
    private (ImmutableArray<string> Files, bool IsChosen) Places()
    {
        // containers-auth.json(5)
        if ((settings.AuthFile ?? settings.Get("REGISTRY_AUTH_FILE")) is { } chosen)
        {
            return ([chosen], true);
        }

        string? home = settings.Get("HOME");
        var docker = settings.Get("DOCKER_CONFIG") ?? (home is null ? null : Path.Join(home, ".docker"));
        var configuration = settings.Get("XDG_CONFIG_HOME") ?? (home is null ? null : Path.Join(home, ".config"));
        string?[] places =
        [
            docker is null ? null : Path.Join(docker, "config.json"),
            settings.Get("XDG_RUNTIME_DIR") is { } runtime ? Path.Join(runtime, "containers", "auth.json") : null,
            configuration is null ? null : Path.Join(configuration, "containers", "auth.json"),
        ];
        return ([.. places.OfType<string>()], false);
    }
}

/// <summary>What looking for credentials gave.</summary>
/// <param name="Found">Null when there are none.</param>
/// <param name="Looked">The files that were looked at, for people.</param>
internal sealed record CredentialSearch(Credential? Found, ImmutableArray<string> Looked);
