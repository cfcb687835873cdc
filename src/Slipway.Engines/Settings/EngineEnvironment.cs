using System.Collections;
using System.Collections.Immutable;

namespace Slipway.Engines.Settings;

/// <summary>What detection takes from the machine: the environment and the usual places of sockets.</summary>
/// <param name="Variables">The environment, also handed to every child.</param>
public sealed record EngineEnvironment(ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>Docker's default socket (https://docs.docker.com/engine/daemon/#daemon-data-directory).</summary>
    public string DockerSocket { get; init; } = "/var/run/docker.sock";

    /// <summary>The socket of Podman's system service (podman-system-service(1)).</summary>
    public string PodmanSocket { get; init; } = "/run/podman/podman.sock";

    /// <summary>The environment of this process.</summary>
    public static EngineEnvironment OfProcess()
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        return new EngineEnvironment(variables.ToImmutable());
    }

    /// <summary>
    /// The value of a variable; null when it is unset or empty, which container tools take for the same.
    /// </summary>
    internal string? Get(string name) =>
        Variables.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A child's environment: this one with changes; null takes a variable away.</summary>
    internal ImmutableSortedDictionary<string, string?> ForChild(
        params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var variables = Variables
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
            .ToImmutableSortedDictionary(StringComparer.Ordinal)
            .ToBuilder();
        foreach (var (name, value) in changes)
        {
            variables[name] = value;
        }

        return variables.ToImmutable();
    }
}
