using System.Text;
using System.Text.Json;
using Slipway.Engines.Settings;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>What Docker's command-line client has configured: where the current context points.</summary>
internal static class DockerConfig
{
    /// <summary>The folder of Docker's client configuration.</summary>
    public static string Folder(EngineEnvironment environment) =>
        environment.Get("DOCKER_CONFIG") ?? Path.Combine(environment.Get("HOME") ?? "/root", ".docker");

    /// <summary>The name and the address of the chosen context; null for the default one.</summary>
    /// <remarks>The files of the context store: https://github.com/docker/cli/tree/v28.2.2/cli/context/store.</remarks>
    public static (string Name, string Address)? CurrentContext(EngineEnvironment environment)
    {
        string folder = Folder(environment);
        string? name =
            environment.Get("DOCKER_CONTEXT") ?? ReadString(Path.Combine(folder, "config.json"), "currentContext");
        if (name is null or "" or "default")
        {
            return null;
        }

        string meta = Path.Combine(
            folder, "contexts", "meta", Sha256Digest.Of(Encoding.UTF8.GetBytes(name)).ToString(), "meta.json");
        return ReadString(meta, "Endpoints", "docker", "Host") is { } address ? (name, address) : null;
    }

    private static string? ReadString(string file, params ReadOnlySpan<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var element = document.RootElement;
            foreach (string key in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
                {
                    return null;
                }
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
