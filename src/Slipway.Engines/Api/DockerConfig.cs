using System.Text;
using System.Text.Json;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>What Docker's command-line client has configured: where the current context points.</summary>
internal static class DockerConfig
{
    private const string Variable = "DOCKER_CONTEXT";

    /// <summary>The folder of Docker's client configuration.</summary>
    public static string Folder(EngineEnvironment environment) =>
        environment.Get("DOCKER_CONFIG") ?? Path.Combine(environment.Get("HOME") ?? "/root", ".docker");

    /// <summary>The context that somebody chose; null for the default one.</summary>
    /// <remarks>The files of the context store: https://github.com/docker/cli/tree/v28.2.2/cli/context/store.</remarks>
    public static DockerContext? CurrentContext(EngineEnvironment environment)
    {
        string folder = Folder(environment);
        string config = Path.Combine(folder, "config.json");
        var (name, chosenBy) =
            environment.Get(Variable) is { } chosen
                ? (chosen, Variable)
                : (ReadString(config, "currentContext"), $"'currentContext' of {Display.Line(config)}");
        if (name is null or "" or "default")
        {
            return null;
        }

        string meta = Path.Combine(
            folder, "contexts", "meta", Sha256Digest.Of(Encoding.UTF8.GetBytes(name)).ToString(), "meta.json");
        return ReadString(meta, "Endpoints", "docker", "Host") is { Length: > 0 } address
            ? new DockerContext(name, address, null)
            : new DockerContext(name, null, NoContext(name, chosenBy, meta));
    }

    private static Diagnostic NoContext(string name, string chosenBy, string meta) => new(
        EngineCodes.ContextMissing,
        $"{chosenBy} chooses the Docker context '{Display.Text(name)}', but {Display.Line(meta)} "
        + (File.Exists(meta) ? "gives no address of Docker" : "does not exist"),
        "List the contexts with 'docker context ls' and choose one of them with 'docker context use NAME'"
        + (chosenBy == Variable ? $", or unset {Variable}." : "; 'docker context use default' chooses none."));

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

/// <summary>A context of Docker's client that somebody chose.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Where its engine is; null when there is no such context.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
internal sealed record DockerContext(string Name, string? Address, Diagnostic? Problem);
